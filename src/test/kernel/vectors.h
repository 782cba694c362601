/* The known answers, as strings of hexadecimal digits. */
#ifndef LUMENLINK_VECTORS_H
#define LUMENLINK_VECTORS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct known_ticket {
	const char *ticket;
	const char *tag_key;
	const char *encryption_key;
	const char *session_key; /* that session keys are derived under */
	uint32_t user_id;
	uint32_t session_id; /* its high 16 bits are the generation */
};

struct known_packet {
	const char *ticket;
	uint64_t number;
	const char *payload;
	const char *wire; /* relay header and payload */
};

#include "known-answers.h" /* made by vectors.awk */

#define TICKETS (sizeof(known_tickets) / sizeof(known_tickets[0]))
#define PACKETS (sizeof(known_packets) / sizeof(known_packets[0]))

/* Returns the index of the family that a ticket is used for: they take turns, so that one loaded
 * object serves all. */
static inline size_t family_of(const char *ticket)
{
	size_t i = 0;

	while (i < TICKETS && strcmp(known_tickets[i].ticket, ticket))
		i++;
	return i % FAMILIES;
}

/* Writes the bytes that `hex` stands for, at most `size`; returns how many. */
static inline size_t unhex(const char *hex, void *bytes, size_t size)
{
	uint8_t *out = bytes;
	size_t length = 0;

	for (; hex[0] && hex[1] && length < size; hex += 2, length++) {
		const char digits[] = {hex[0], hex[1], 0};
		out[length] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return length;
}

#endif
