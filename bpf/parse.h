/* Reads a frame's headers into a struct packet. Knows only the settings and changes nothing. */
#ifndef LUMENLINK_PARSE_H
#define LUMENLINK_PARSE_H

#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "address.h"
#include "checksum.h"
#include "cursor.h"
#include "link.h"
#include "option.h"

#define IPV4_DONT_FRAGMENT  0x4000
#define IPV4_MORE_FRAGMENTS 0x2000
#define IPV4_OFFSET_MASK    0x1fff
#define IPV6_OFFSET_MASK    0xfff8

#ifndef IPPROTO_FRAGMENT
#define IPPROTO_FRAGMENT 44
#endif

/* RFC 8200, 4.5 */
struct ipv6_fragment {
	__u8 next_header;
	__u8 reserved;
	__be16 offset; /* in its upper 13 bits, in units of 8 bytes */
	__be32 id;
};

/* Returns an offset into the headers or to the payload, none of which is above 255, so that the
 * verifier knows this too. */
static __always_inline __u32 bounded_offset(__u32 offset)
{
	barrier_var(offset);
	return offset & 0xff;
}

static __always_inline int parse_udp(struct cursor *c, struct packet *p, __u32 ip_header_length)
{
	const struct udphdr *udp = cursor_take(c, sizeof(*udp));
	__u32 length;

	if (!udp)
		return 0;
	store_unaligned32(&p->source_port, load_unaligned32(&udp->source)); /* both */
	p->checksum = udp->check;
	p->payload_offset = (__u16)(p->ip_offset + ip_header_length + sizeof(*udp));
	length = bpf_ntohs(udp->len);
	if (length < sizeof(*udp) || length + ip_header_length != p->ip_length ||
	    c->start + p->ip_offset + p->ip_length > c->end || (p->is_ipv6 && !udp->check))
		p->is_malformed = 1;
	else
		p->payload_length = (__u16)(length - sizeof(*udp));
	return 1;
}

static __always_inline int parse_ipv4(struct cursor *c, struct packet *p)
{
	const struct iphdr *ip = cursor_take(c, sizeof(*ip));
	__u32 header_length, fragment;
	__be32 source, target;

	if (!ip || ip->version != 4 || ip->protocol != IPPROTO_UDP)
		return 0;
	header_length = ip->ihl * 4;
	fragment = bpf_ntohs(ip->frag_off);
	if (header_length < sizeof(*ip) || fragment & IPV4_OFFSET_MASK)
		return 0;
	source = ip->saddr;
	target = ip->daddr;
	address_from_ipv4(&p->source, source);
	address_from_ipv4(&p->target, target);
	p->address_sum = (__u64)source + target;
	p->ip_length = bpf_ntohs(ip->tot_len);
	p->ipv4_id = ip->id;
	p->ipv4_flags = bpf_htons(fragment & ~(IPV4_MORE_FRAGMENTS | IPV4_OFFSET_MASK));
	p->is_fragment = !!(fragment & IPV4_MORE_FRAGMENTS);
	p->tos = ip->tos;
	p->ttl = ip->ttl;
	if (header_length == sizeof(*ip) + sizeof(struct ipv4_carrier))
		p->option_offset = option_in_ipv4(c);
	if (!cursor_take(c, header_length - sizeof(*ip)))
		return 0;
	return parse_udp(c, p, header_length);
}

static __always_inline int parse_ipv6(struct cursor *c, struct packet *p)
{
	const struct ipv6hdr *ip = cursor_take(c, sizeof(*ip));
	__u32 header_length = sizeof(*ip);
	__u32 length;

	if (!ip || ip->version != 6)
		return 0;
	if (ip->nexthdr == IPPROTO_FRAGMENT) {
		const struct ipv6_fragment *fragment = cursor_take(c, sizeof(*fragment));

		if (!fragment || fragment->next_header != IPPROTO_UDP ||
		    fragment->offset & bpf_htons(IPV6_OFFSET_MASK))
			return 0;
		p->is_fragment = 1;
		header_length += sizeof(*fragment);
	} else if (ip->nexthdr != IPPROTO_UDP) {
		if (ip->nexthdr != IPPROTO_DSTOPTS)
			return 0;
		p->option_offset = option_in_ipv6(c);
		if (!p->option_offset || !cursor_take(c, sizeof(struct ipv6_carrier)))
			return 0;
		header_length += sizeof(struct ipv6_carrier);
	}
	length = bpf_ntohs(ip->payload_len) + sizeof(*ip);
	if (length > 0xffff)
		return 0;
	p->is_ipv6 = 1;
	__builtin_memcpy(&p->source, &ip->saddr, sizeof(p->source));
	__builtin_memcpy(&p->target, &ip->daddr, sizeof(p->target));
	p->address_sum = checksum_address(&p->source) + checksum_address(&p->target);
	p->ip_length = (__u16)length;
	p->ipv4_id = 0;
	p->ipv4_flags = bpf_htons(IPV4_DONT_FRAGMENT);
	p->ipv6_flow = *(const __be32 *)ip;
	p->tos = (__u8)(bpf_ntohl(p->ipv6_flow) >> 20);
	p->ttl = ip->hop_limit;
	return parse_udp(c, p, header_length);
}

/* Returns the first word of the packet as IPv6, translated from IPv4 as RFC 7915 does it. */
static __always_inline __be32 packet_flow(const struct packet *p)
{
	return p->is_ipv6 ? p->ipv6_flow : bpf_htonl(6U << 28 | (__u32)p->tos << 20);
}

/* Fills `p`, and scratch->tags, if the frame is a UDP packet over IPv4 or IPv6 with ports to be
 * seen; returns whether. */
static __always_inline int parse(struct xdp_md *ctx, struct scratch *scratch, struct packet *p)
{
	struct cursor c = {
		.start = (void *)(long)ctx->data,
		.at = (void *)(long)ctx->data,
		.end = (void *)(long)ctx->data_end,
	};
	__be16 protocol = link_parse(&c, &scratch->tags);

	store_unaligned64(&p->option_offset, 0);
	p->ip_offset = (__u8)(c.at - c.start);
	if (protocol == bpf_htons(ETH_P_IP))
		return parse_ipv4(&c, p);
	if (protocol == bpf_htons(ETH_P_IPV6))
		return parse_ipv6(&c, p);
	return 0;
}

#endif
