/* Turns the packet that arrived into the one that departs: strips, rewrites, keeps checksums right.
 *
 * All checks come before; after the first write to the packet a failure is an abort, never a pass.
 */
#ifndef LUMENLINK_REWRITE_H
#define LUMENLINK_REWRITE_H

#include <bpf/bpf_helpers.h>
#include "bytes.h"
#include "checksum.h"
#include "header.h"
#include "link.h"
#include "parse.h"
#include "route.h"

/* Read and written as one word each: */
#define ADJACENT(type, first, second)                                                              \
	_Static_assert(__builtin_offsetof(type, first) + 2 == __builtin_offsetof(type, second),    \
		       #first " and " #second " are one word")

ADJACENT(struct packet, source_port, target_port);
ADJACENT(struct packet, ipv4_id, ipv4_flags);
ADJACENT(struct departure, source_port, target_port);

/* Returns the sum of the relay header, which is of even length and so moves no byte of the payload
 * behind it to the other half of a 16-bit word. */
static __always_inline __u64 checksum_header(const __u8 *header)
{
	__u64 sum = 0;

#pragma clang loop unroll(full)
	for (int i = 0; i < RELAY_HEADER_LENGTH / 4; i++)
		sum += load_unaligned32(header + i * 4);
	return sum;
}

/* Returns the UDP checksum of the departing packet, from that of the arrived one (RFC 1624): what
 * changes is taken out and put in again. The pseudo headers of both families sum the same things:
 * addresses, length and protocol. `stripped` is the sum of the bytes taken off. A checksum that was
 * wrong stays wrong, and is for the destination to find. */
static __always_inline __u16 udp_checksum(const struct packet *p, const struct departure *d,
					  int to_ipv6, __u64 stripped)
{
	/* The length counts in the pseudo header and in the UDP header. */
	__u32 old_length = bpf_htons(p->payload_length + sizeof(struct udphdr));
	__u32 new_length = bpf_htons(p->payload_length - d->strip + sizeof(struct udphdr));
	__u64 sum = CHECKSUM_NOTHING - p->address_sum - load_unaligned32(&p->source_port) -
		    2 * old_length - stripped;
	__u16 checksum;

	sum += load_unaligned32(&d->source_port);
	sum += (__u16)~p->checksum + 2 * new_length;
	if (to_ipv6)
		sum += checksum_address(&d->source) + checksum_address(&d->target);
	else
		sum += (__u64)d->source.word[3] + d->target.word[3];
	checksum = (__u16)~checksum_fold(sum);
	if (!p->checksum)
		return 0; /* none was sent (IPv4 only) */
	return checksum ? checksum : 0xffff;
}

/* In words of 32 bits, which one's complement sums up as well as any. */
static __always_inline void write_ipv4(struct iphdr *ip, const struct packet *p,
				       const struct departure *d, __u16 length)
{
	__be32 version_to_length = bpf_htonl(0x45U << 24 | (__u32)p->tos << 16 | length);
	__be32 id_and_flags = load_unaligned32(&p->ipv4_id);
	__be16 ttl_and_protocol = bpf_htons((__u16)((p->ttl - 1) << 8 | IPPROTO_UDP));

	*(__be32 *)ip = version_to_length;
	store_unaligned32(&ip->id, id_and_flags);
	store_unaligned16(&ip->ttl, ttl_and_protocol);
	ip->saddr = d->source.word[3];
	ip->daddr = d->target.word[3];
	ip->check = (__u16)~checksum_fold((__u64)version_to_length + id_and_flags +
					  ttl_and_protocol + ip->saddr + ip->daddr);
}

static __always_inline void write_ipv6(struct ipv6hdr *ip, const struct packet *p,
				       const struct departure *d, __u16 length)
{
	*(__be32 *)ip = packet_flow(p);
	ip->payload_len = bpf_htons(length - sizeof(*ip));
	ip->nexthdr = IPPROTO_UDP;
	ip->hop_limit = p->ttl - 1;
	__builtin_memcpy(&ip->saddr, &d->source, sizeof(d->source));
	__builtin_memcpy(&ip->daddr, &d->target, sizeof(d->target));
}

/* Rewrites the packet as `d` says, into the family of d->target. Headers that a plain UDP packet
 * does not need, such as IPv4 options, go with the stripped bytes. From IPv4 to IPv6 the packet may
 * grow at its head, into the room that XDP leaves before it. Returns FORWARDED or INTERNAL. */
static __always_inline enum verdict_reason rewrite(struct xdp_md *ctx, const struct packet *p,
						   const struct departure *d)
{
	int to_ipv6 = !address_is_ipv4(&d->target);
	__u32 headers = link_length(d->out.tag_count) + sizeof(struct udphdr) +
			(to_ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr));
	__u16 udp_length = (__u16)(p->payload_length - d->strip + sizeof(struct udphdr));
	__u32 offset = bounded_offset(p->payload_offset);
	__u64 stripped = 0;
	void *end, *ip;
	struct udphdr *udp;
	__u16 checksum;

	if (d->strip) {
		const __u8 *header = (void *)(long)ctx->data + offset;

		if ((void *)(header + RELAY_HEADER_LENGTH) > (void *)(long)ctx->data_end)
			return INTERNAL;
		stripped = checksum_header(header);
	}
	checksum = udp_checksum(p, d, to_ipv6, stripped);
	if (bpf_xdp_adjust_head(ctx, (int)(offset + d->strip) - (int)headers))
		return INTERNAL;

	end = (void *)(long)ctx->data_end;
	ip = link_write((void *)(long)ctx->data, end, d,
			bpf_htons(to_ipv6 ? ETH_P_IPV6 : ETH_P_IP));
	if (!ip)
		return INTERNAL;
	if (to_ipv6) {
		udp = ip + sizeof(struct ipv6hdr);
		if ((void *)(udp + 1) > end)
			return INTERNAL;
		write_ipv6(ip, p, d, (__u16)(udp_length + sizeof(struct ipv6hdr)));
	} else {
		udp = ip + sizeof(struct iphdr);
		if ((void *)(udp + 1) > end)
			return INTERNAL;
		write_ipv4(ip, p, d, (__u16)(udp_length + sizeof(struct iphdr)));
	}
	store_unaligned32(&udp->source, load_unaligned32(&d->source_port));
	udp->len = bpf_htons(udp_length);
	udp->check = checksum;
	return FORWARDED;
}

#endif
