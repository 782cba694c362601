/* The known answers, as strings of hexadecimal digits. */
#ifndef LUMENLINK_VECTORS_H
#define LUMENLINK_VECTORS_H

#include <stdint.h>

struct known_ticket {
	const char *tag_key;
	const char *encryption_key;
	const char *session_key; /* that session keys are derived under */
	uint32_t user_id;
	uint32_t session_id; /* its high 16 bits are the generation */
};

struct known_packet {
	uint64_t number;
	const char *payload;
	const char *wire; /* relay header and payload */
};

#include "known-answers.h" /* made by vectors.awk */

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
