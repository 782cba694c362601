/* What the relay is compared with: the least that anyone would do to translate or to route IPv4. */
#ifndef LUMENLINK_BENCH_BASELINE_H
#define LUMENLINK_BENCH_BASELINE_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "../bytes.h"

#define BASELINE_AF_INET 2

struct nat_key {
	__be32 source;
	__be32 target;
	__be16 source_port;
	__be16 target_port;
};

/* What to turn it into. */
struct nat_entry {
	__be32 source;
	__be32 target;
	__be16 source_port;
	__be16 target_port;
	__u8 target_mac[ETH_ALEN];
	__u8 source_mac[ETH_ALEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 131072);
	__type(key, struct nat_key);
	__type(value, struct nat_entry);
} nat_map SEC(".maps");

struct headers {
	struct ethhdr *eth;
	struct iphdr *ip;
	struct udphdr *udp;
};

/* Finds the headers of a plain IPv4 UDP packet; returns whether it is one. */
static __always_inline int headers_of(struct xdp_md *ctx, struct headers *h)
{
	h->eth = (void *)(long)ctx->data;
	h->ip = (void *)(h->eth + 1);
	h->udp = (void *)(h->ip + 1);
	if ((void *)(h->udp + 1) > (void *)(long)ctx->data_end)
		return 0;
	return load_unaligned16(&h->eth->h_proto) == bpf_htons(ETH_P_IP) && h->ip->version == 4 &&
	       h->ip->ihl == 5 && h->ip->protocol == IPPROTO_UDP && h->ip->ttl > 1 &&
	       !(h->ip->frag_off & bpf_htons(0x3fff));
}

static __always_inline __u16 fold(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)sum;
}

/* Adjusts a checksum for words that went and words that came (RFC 1624). */
static __always_inline __u16 adjust(__u16 check, __u64 gone, __u64 come)
{
	return (__u16)~fold((__u16)~check + (__u16)~fold(gone) + come);
}

/* Half words: what is on the stack must be aligned. */
static __always_inline void link_address_copy(void *to, const void *from)
{
	for (int i = 0; i < ETH_ALEN; i += 2)
		store_unaligned16(to + i, load_unaligned16(from + i));
}

static __always_inline int nat(struct xdp_md *ctx)
{
	struct headers h;
	struct nat_key key = {};
	struct nat_entry *entry;
	__u64 gone, come, ttl_gone, ttl_come;

	if (!headers_of(ctx, &h))
		return XDP_PASS;
	key.source = h.ip->saddr;
	key.target = h.ip->daddr;
	key.source_port = h.udp->source;
	key.target_port = h.udp->dest;
	entry = bpf_map_lookup_elem(&nat_map, &key);
	if (!entry)
		return XDP_PASS;
	gone = (__u64)key.source + key.target;
	come = (__u64)entry->source + entry->target;
	ttl_gone = bpf_htons((__u16)(h.ip->ttl << 8));
	ttl_come = bpf_htons((__u16)((h.ip->ttl - 1) << 8));
	h.ip->check = adjust(h.ip->check, gone + ttl_gone, come + ttl_come);
	if (h.udp->check)
		h.udp->check = adjust(h.udp->check, gone + key.source_port + key.target_port,
				      come + entry->source_port + entry->target_port);
	h.ip->ttl--;
	h.ip->saddr = entry->source;
	h.ip->daddr = entry->target;
	h.udp->source = entry->source_port;
	h.udp->dest = entry->target_port;
	link_address_copy(h.eth->h_dest, entry->target_mac);
	link_address_copy(h.eth->h_source, entry->source_mac);
	return XDP_TX;
}

static __always_inline int forward(struct xdp_md *ctx)
{
	struct headers h;
	struct bpf_fib_lookup fib = {};

	if (!headers_of(ctx, &h))
		return XDP_PASS;
	fib.family = BASELINE_AF_INET;
	fib.l4_protocol = IPPROTO_UDP;
	fib.tot_len = bpf_ntohs(h.ip->tot_len);
	fib.ifindex = ctx->ingress_ifindex;
	fib.tos = h.ip->tos;
	fib.ipv4_src = h.ip->saddr;
	fib.ipv4_dst = h.ip->daddr;
	if (bpf_fib_lookup(ctx, &fib, sizeof(fib), 0) != BPF_FIB_LKUP_RET_SUCCESS)
		return XDP_PASS;
	h.ip->check = adjust(h.ip->check, bpf_htons((__u16)(h.ip->ttl << 8)),
			     bpf_htons((__u16)((h.ip->ttl - 1) << 8)));
	h.ip->ttl--;
	link_address_copy(h.eth->h_dest, fib.dmac);
	link_address_copy(h.eth->h_source, fib.smac);
	return (int)bpf_redirect(fib.ifindex, 0);
}

#endif
