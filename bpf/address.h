/* Addresses of both families in one shape. */
#ifndef LUMENLINK_ADDRESS_H
#define LUMENLINK_ADDRESS_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "relay_abi.h"

static __always_inline void address_from_ipv4(struct address *a, __be32 ipv4)
{
	a->word[0] = 0;
	a->word[1] = 0;
	a->word[2] = bpf_htonl(0xffff);
	a->word[3] = ipv4;
}

static __always_inline int address_is_ipv4(const struct address *a)
{
	return a->word[0] == 0 && a->word[1] == 0 && a->word[2] == bpf_htonl(0xffff);
}

/* Returns the length of a plain IP header of the address's family. */
static __always_inline __u32 ip_header_length(const struct address *a)
{
	return address_is_ipv4(a) ? sizeof(struct iphdr) : sizeof(struct ipv6hdr);
}

static __always_inline int address_is_none(const struct address *a)
{
	return (a->word[0] | a->word[1] | a->word[2] | a->word[3]) == 0;
}

static __always_inline int address_equal(const struct address *a, const struct address *b)
{
	return ((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->word[2] ^ b->word[2]) |
		(a->word[3] ^ b->word[3])) == 0;
}

#endif
