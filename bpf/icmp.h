/* ICMP errors that the relay sends: what they say, how often, and how they are written.
 *
 * An error is made from nothing but its struct icmp_error, in the family of the one who is told. Of
 * the packet complained of it quotes the IP and UDP headers, which is what a host needs to find the
 * socket. So every error has one of two lengths, and the frame is cut or grown to it at its head.
 */
#ifndef LUMENLINK_ICMP_H
#define LUMENLINK_ICMP_H

#include <linux/icmpv6.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "bytes.h"
#include "checksum.h"
#include "icmp_ipv4.h"
#include "link.h"
#include "maps.h"
#include "route.h"
#include "scratch.h"

/* The time between two errors about one and the same flow; in between they are dropped. */
#define ICMP_INTERVAL 100000000ULL /* ns */

#define ICMP_HOPS      64
#define IPV6_MTU_LEAST 1280 /* RFC 8200, 5 */

/* Whether an error about this flow may be sent now. */
static __always_inline int icmp_may_send(const struct flow *flow, __u64 now)
{
	__u64 *sent = bpf_map_lookup_elem(&icmp_map, flow);

	if (sent && now - *sent < ICMP_INTERVAL)
		return 0;
	bpf_map_update_elem(&icmp_map, flow, &now, BPF_ANY);
	return 1;
}

static __always_inline void icmp_put_ipv4(struct iphdr *ip, const struct address *source,
					  const struct address *target, __u8 protocol, __be16 id,
					  __u16 length)
{
	__u64 sum = bpf_htons(0x4500);

	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->tos = 0;
	ip->tot_len = bpf_htons(length);
	ip->id = id;
	ip->frag_off = bpf_htons(IPV4_DONT_FRAGMENT);
	ip->ttl = ICMP_HOPS;
	ip->protocol = protocol;
	ip->saddr = source->word[3];
	ip->daddr = target->word[3];
	sum += ip->tot_len;
	sum += ip->id;
	sum += ip->frag_off;
	sum += bpf_htons((__u16)(ICMP_HOPS << 8 | protocol));
	sum += (__u64)ip->saddr + ip->daddr;
	ip->check = (__u16)~checksum_fold(sum);
}

static __always_inline void icmp_put_ipv6(struct ipv6hdr *ip, const struct address *source,
					  const struct address *target, __u8 next_header,
					  __u16 payload)
{
	*(__be32 *)ip = bpf_htonl(6U << 28);
	ip->payload_len = bpf_htons(payload);
	ip->nexthdr = next_header;
	ip->hop_limit = ICMP_HOPS;
	__builtin_memcpy(&ip->saddr, source, sizeof(*source));
	__builtin_memcpy(&ip->daddr, target, sizeof(*target));
}

static __always_inline void icmp_put_udp(struct udphdr *udp, const struct icmp_error *error)
{
	udp->source = error->flow.remote_port;
	udp->dest = error->flow.local_port;
	udp->len = bpf_htons(error->udp_length);
	udp->check = error->udp_checksum;
}

/* Returns type and code (RFC 7915, 5.2) as one number. */
static __always_inline __u16 icmp_code_ipv4(enum icmp_kind kind)
{
	switch (kind) {
	case ICMP_NO_ROUTE:
		return ICMP_DEST_UNREACH << 8 | ICMP_HOST_UNREACH;
	case ICMP_PROHIBITED:
		return ICMP_DEST_UNREACH << 8 | ICMP_HOST_ANO;
	case ICMP_PORT_CLOSED:
		return ICMP_DEST_UNREACH << 8 | ICMP_PORT_UNREACH;
	case ICMP_TOO_BIG:
		return ICMP_DEST_UNREACH << 8 | ICMP_FRAG_NEEDED;
	default:
		return ICMP_TIME_EXCEEDED << 8 | ICMP_EXC_TTL;
	}
}

/* Likewise (RFC 7915, 4.2). */
static __always_inline __u16 icmp_code_ipv6(enum icmp_kind kind)
{
	switch (kind) {
	case ICMP_NO_ROUTE:
		return ICMPV6_DEST_UNREACH << 8 | ICMPV6_NOROUTE;
	case ICMP_PROHIBITED:
		return ICMPV6_DEST_UNREACH << 8 | ICMPV6_ADM_PROHIBITED;
	case ICMP_PORT_CLOSED:
		return ICMPV6_DEST_UNREACH << 8 | ICMPV6_PORT_UNREACH;
	case ICMP_TOO_BIG:
		return ICMPV6_PKT_TOOBIG << 8;
	default:
		return ICMPV6_TIME_EXCEED << 8 | ICMPV6_EXC_HOPLIMIT;
	}
}

/* Returns the sum of `length` bytes, a constant multiple of 4. */
static __always_inline __u64 icmp_sum(const void *bytes, __u32 length)
{
	__u64 sum = 0;

#pragma clang loop unroll(full)
	for (__u32 i = 0; i < length; i += 4)
		sum += load_unaligned32(bytes + i);
	return sum;
}

#define ICMP_QUOTE_IPV4  (sizeof(struct icmphdr) + sizeof(struct iphdr) + sizeof(struct udphdr))
#define ICMP_QUOTE_IPV6  (sizeof(struct icmp6hdr) + sizeof(struct ipv6hdr) + sizeof(struct udphdr))
#define ICMP_PACKET_IPV4 (sizeof(struct iphdr) + ICMP_QUOTE_IPV4)
#define ICMP_PACKET_IPV6 (sizeof(struct ipv6hdr) + ICMP_QUOTE_IPV6)

static __always_inline int icmp_put_error_ipv4(struct iphdr *ip, void *end,
					       const struct icmp_error *error)
{
	struct icmphdr *icmp = (void *)(ip + 1);
	struct iphdr *quoted = (void *)(icmp + 1);
	__u16 code = icmp_code_ipv4(error->kind);

	if ((void *)ip + ICMP_PACKET_IPV4 > end)
		return 0;
	icmp_put_ipv4(ip, &error->flow.local, &error->flow.remote, IPPROTO_ICMP, 0,
		      sizeof(*ip) + ICMP_QUOTE_IPV4);
	icmp->type = (__u8)(code >> 8);
	icmp->code = (__u8)code;
	icmp->checksum = 0;
	icmp->unused = 0;
	icmp->mtu = bpf_htons((__u16)(error->mtu < 0xffff ? error->mtu : 0xffff));
	icmp_put_ipv4(quoted, &error->flow.remote, &error->flow.local, IPPROTO_UDP, error->id,
		      sizeof(*quoted) + error->udp_length);
	icmp_put_udp((void *)(quoted + 1), error);
	icmp->checksum = (__u16)~checksum_fold(icmp_sum(icmp, ICMP_QUOTE_IPV4));
	return 1;
}

static __always_inline int icmp_put_error_ipv6(struct ipv6hdr *ip, void *end,
					       const struct icmp_error *error)
{
	struct icmp6hdr *icmp = (void *)(ip + 1);
	struct ipv6hdr *quoted = (void *)(icmp + 1);
	__u16 code = icmp_code_ipv6(error->kind);
	__u64 sum = bpf_htons(ICMP_QUOTE_IPV6) + bpf_htons(IPPROTO_ICMPV6);
	__u32 mtu = error->mtu > IPV6_MTU_LEAST ? error->mtu : IPV6_MTU_LEAST;

	if ((void *)ip + ICMP_PACKET_IPV6 > end)
		return 0;
	icmp_put_ipv6(ip, &error->flow.local, &error->flow.remote, IPPROTO_ICMPV6, ICMP_QUOTE_IPV6);
	icmp->icmp6_type = (__u8)(code >> 8);
	icmp->icmp6_code = (__u8)code;
	icmp->icmp6_cksum = 0;
	icmp->icmp6_mtu = error->kind == ICMP_TOO_BIG ? bpf_htonl(mtu) : 0;
	icmp_put_ipv6(quoted, &error->flow.remote, &error->flow.local, IPPROTO_UDP,
		      error->udp_length);
	icmp_put_udp((void *)(quoted + 1), error);
	sum += checksum_address(&error->flow.local) + checksum_address(&error->flow.remote);
	sum += icmp_sum(icmp, ICMP_QUOTE_IPV6);
	icmp->icmp6_cksum = (__u16)~checksum_fold(sum);
	return 1;
}

/* Turns the frame into the error, behind the link layer of `d`; returns whether it could. */
static __noinline int icmp_put_error(struct xdp_md *ctx, const struct departure *d,
				     const struct icmp_error *error)
{
	int to_ipv4;
	__s64 surplus = ctx->data_end - ctx->data;
	void *end, *ip;

	if (!d || !error)
		return 0;
	/* Else the compiler subtracts 32-bit pointers, which the verifier forbids. */
	barrier_var(surplus);
	to_ipv4 = address_is_ipv4(&error->flow.remote);
	surplus -= link_length(d->out.tag_count) + (to_ipv4 ? ICMP_PACKET_IPV4 : ICMP_PACKET_IPV6);
	if (bpf_xdp_adjust_head(ctx, (int)surplus))
		return 0;
	end = (void *)(long)ctx->data_end;
	ip = link_write((void *)(long)ctx->data, end, d,
			bpf_htons(to_ipv4 ? ETH_P_IP : ETH_P_IPV6));
	if (!ip)
		return 0;
	return to_ipv4 ? icmp_put_error_ipv4(ip, end, error) : icmp_put_error_ipv6(ip, end, error);
}

/* Answers a packet that cannot be relayed with an error to its sender, out of the interface and to
 * the link-layer address that it came from, under the same tags. Only for senders that are known:
 * authenticated clients and users' destinations. For ICMP_TOO_BIG d->mtu is what the departing
 * packet may have at most; the sender is told what its own may have.
 *
 * Returns TOO_BIG_ANSWERED or TTL_EXCEEDED_ANSWERED; TOO_BIG or TTL_EXCEEDED if an error was sent
 * only just before. */
static __noinline enum verdict_reason icmp_answer(struct xdp_md *ctx, const struct packet *p,
						  struct departure *d, enum icmp_kind kind,
						  __u64 now)
{
	int is_too_big = kind == ICMP_TOO_BIG;
	const struct ethhdr *eth = (void *)(long)ctx->data;
	struct icmp_error *error = scratch_icmp_error();
	struct scratch *scratch = scratch_room();

	if (!error || !scratch || (void *)(eth + 1) > (void *)(long)ctx->data_end)
		return INTERNAL;
	error->flow.remote = p->source;
	error->flow.remote_port = p->source_port;
	error->flow.local = p->target;
	error->flow.local_port = p->target_port;
	error->kind = kind;
	if (is_too_big && d->mtu)
		error->mtu = d->mtu + p->ip_length - departing_length(p, d);
	error->id = p->ipv4_id;
	error->udp_length = p->payload_length + sizeof(struct udphdr);
	error->udp_checksum = p->checksum;
	if (!icmp_may_send(&error->flow, now))
		return is_too_big ? TOO_BIG : TTL_EXCEEDED;
	d->out.ifindex = ctx->ingress_ifindex;
	d->out.tag_count = scratch->tags.count;
	d->out.tag[0] = scratch->tags.tag[0];
	d->out.tag[1] = scratch->tags.tag[1];
	mac_copy(d->out.mac, eth->h_dest);
	mac_copy(d->hop.mac, eth->h_source);
	if (!icmp_put_error(ctx, d, error))
		return INTERNAL;
	return is_too_big ? TOO_BIG_ANSWERED : TTL_EXCEEDED_ANSWERED;
}

#endif
