/* Internet checksums. */
#ifndef LUMENLINK_CHECKSUM_H
#define LUMENLINK_CHECKSUM_H

#include <bpf/bpf_helpers.h>
#include "relay_abi.h"

/* One's complement sums (RFC 1071) in 64 bits, folded once at the end. */
static __always_inline __u16 checksum_fold(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)sum;
}

/* Returns an address's part of the pseudo header. A mapped IPv4 address may be summed whole: its
 * prefix is 0xffff, which is nothing in one's complement. */
static __always_inline __u64 checksum_address(const struct address *a)
{
	return (__u64)a->word[0] + a->word[1] + a->word[2] + a->word[3];
}

#endif
