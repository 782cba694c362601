/* The relay header (wire format, "Relay header"), wherever its carrier has put it. */
#ifndef LUMENLINK_HEADER_H
#define LUMENLINK_HEADER_H

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "bytes.h"
#include "parse.h"
#include "siphash.h"
#include "ticket.h"

#define TAGGED_PREFIX 16 /* how much of the payload the tag covers */

/* As on the wire; every field at whatever address it happens to have. */
struct relay_header {
	__u8 first; /* 0x40 | flags, masked */
	__u8 ticket[20];
	__u8 number[7]; /* big-endian, masked */
	__u8 tag[8];
} __attribute__((packed));

/* Reads the first `length` bytes of a payload, zero-padded to 16. */
static __always_inline void read_prefix(const __u8 *payload, const void *end, __u32 length,
					__u64 prefix[2])
{
	if (length >= TAGGED_PREFIX && (const void *)(payload + TAGGED_PREFIX) <= end) {
		prefix[0] = load_unaligned64(payload);
		prefix[1] = load_unaligned64(payload + 8);
		return;
	}
	prefix[0] = 0;
	prefix[1] = 0;
#pragma clang loop unroll(full)
	for (__u32 i = 0; i < TAGGED_PREFIX; i++) {
		if (i < length && (const void *)(payload + i + 1) <= end)
			prefix[i / 8] |= (__u64)payload[i] << (i % 8 * 8);
	}
}

/* Finds a packet's relay header and its ticket's T, which is all that most garbage needs to have
 * read; returns NULL if it has none. */
static __always_inline const struct relay_header *
header_find(struct xdp_md *ctx, const struct packet *p, struct sealed *sealed)
{
	const struct relay_header *h;
	__u32 header = p->payload_offset;

	if (p->option_offset) {
		header = p->option_offset;
		sealed->strip = 0;
	} else {
		if (!(config.carriers & CARRIER_UDP) || p->payload_length < RELAY_HEADER_LENGTH)
			return NULL;
		sealed->strip = RELAY_HEADER_LENGTH;
	}
	h = (void *)(long)ctx->data + bounded_offset(header);
	if ((void *)(h + 1) > (void *)(long)ctx->data_end || (h->first & 0xc0) != 0x40)
		return NULL;
	sealed->ticket.t = load_unaligned64(h->ticket);
	return h;
}

/* Reads the rest of a relay header, and what its tag covers. */
static __always_inline void header_read(struct xdp_md *ctx, const struct packet *p,
					const struct relay_header *h, struct sealed *sealed)
{
	__u32 payload = bounded_offset(p->payload_offset + sealed->strip);

	store_unaligned64(sealed->ticket.c, load_unaligned64(h->ticket + 8));
	sealed->ticket.c[2] = load_unaligned32(h->ticket + 16);
	sealed->first_and_number = load_unaligned64(h->number - 1) & ~0xffULL;
	sealed->first_and_number |= h->first;
	sealed->tag = load_unaligned64(h->tag);
	sealed->payload_length = p->payload_length - sealed->strip;
	read_prefix((void *)(long)ctx->data + payload, (void *)(long)ctx->data_end,
		    sealed->payload_length, sealed->prefix);
}

/* Unmasks flags and packet number and checks the tag under the session key.
 *
 * Returns FORWARDED if the packet is genuine, and sets `number`; TAG_MISMATCH if not; MALFORMED if
 * it is but has flags, which version 1 does not know. */
static __always_inline enum verdict_reason header_verify(const struct sealed *sealed,
							 const __u64 key[2], __u64 *number)
{
	struct siphash s;
	__u64 mask, plain;

	siphash_start(&s, key);
	siphash_word(&s, sealed->tag);
	siphash_last(&s, 0, 8);
	mask = siphash_finish(&s);
	plain = sealed->first_and_number ^ (mask & ~0xc0ULL);

	siphash_start(&s, key);
	siphash_word(&s, plain);
	siphash_word(&s, sealed->prefix[0]);
	siphash_word(&s, sealed->prefix[1]);
	siphash_last(&s, bpf_htons(sealed->payload_length), 26);
	if (siphash_finish(&s) != sealed->tag)
		return TAG_MISMATCH;
	if ((plain & 0xff) != 0x40)
		return MALFORMED;
	*number = bpf_be64_to_cpu(plain) & 0x00ffffffffffffffULL;
	return FORWARDED;
}

#endif
