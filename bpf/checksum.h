/* Internet checksums. */
#ifndef LUMENLINK_CHECKSUM_H
#define LUMENLINK_CHECKSUM_H

#include <bpf/bpf_helpers.h>
#include "relay_abi.h"

/* One's complement sums (RFC 1071) in 64 bits, folded once at the end: up to 2^38, which 64 words
 * of 32 bits do not exceed. */
static __always_inline __u16 checksum_fold(__u64 sum)
{
	sum = (sum & 0xffff) + (sum >> 16); /* up to 2^22 + 2^16 */
	sum = (sum & 0xffff) + (sum >> 16); /* up to 2^16 + 2^6 */
	return (__u16)(sum + (sum >> 16));
}

/* Nothing in one's complement, and more than any sum: what a sum may be taken off from. */
#define CHECKSUM_NOTHING (0xffffULL << 21)

/* Returns an address's part of the pseudo header. Of a mapped IPv4 address the last word would do:
 * its prefix is 0xffff, which is nothing in one's complement. */
static __always_inline __u64 checksum_address(const struct address *a)
{
	return (__u64)a->word[0] + a->word[1] + a->word[2] + a->word[3];
}

#endif
