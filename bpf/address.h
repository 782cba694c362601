/* Addresses of both families in one shape. */
#ifndef LUMENLINK_ADDRESS_H
#define LUMENLINK_ADDRESS_H

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "bytes.h"
#include "relay_abi.h"

/* Half an address at a time: on the stack it must be aligned for that. */
static __always_inline __u64 address_half(const struct address *a, int half)
{
	return load_unaligned64(&a->word[2 * half]);
}

static __always_inline void address_copy(struct address *to, const struct address *from)
{
	store_unaligned64(&to->word[0], address_half(from, 0));
	store_unaligned64(&to->word[2], address_half(from, 1));
}

static __always_inline void address_from_ipv4(struct address *a, __be32 ipv4)
{
	store_unaligned64(&a->word[0], 0);
	a->word[2] = bpf_htonl(0xffff);
	a->word[3] = ipv4;
}

static __always_inline int address_is_ipv4(const struct address *a)
{
	return address_half(a, 0) == 0 && a->word[2] == bpf_htonl(0xffff);
}

/* Returns the length of a plain IP header of the address's family. */
static __always_inline __u32 ip_header_length(const struct address *a)
{
	return address_is_ipv4(a) ? sizeof(struct iphdr) : sizeof(struct ipv6hdr);
}

static __always_inline int address_is_none(const struct address *a)
{
	return (address_half(a, 0) | address_half(a, 1)) == 0;
}

static __always_inline int address_equal(const struct address *a, const struct address *b)
{
	return ((address_half(a, 0) ^ address_half(b, 0)) |
		(address_half(a, 1) ^ address_half(b, 1))) == 0;
}

#endif
