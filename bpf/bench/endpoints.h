/* What sends and what receives at the two ends of the way through the network namespaces. */
#ifndef LUMENLINK_BENCH_ENDPOINTS_H
#define LUMENLINK_BENCH_ENDPOINTS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "baseline.h"
#include "frames.h"

#define SINK_STEP 1024 /* packets between two looks at the clock, which is slow */

struct sink {
	__u64 packets;
	__u64 first_at; /* ns of CLOCK_MONOTONIC, of the first look */
	__u64 first_packets;
	__u64 last_at;
	__u64 last_packets;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sink);
} sink_map SEC(".maps");

struct ping {
	__u64 sent_at; /* ns of CLOCK_MONOTONIC; 0: nothing was sent yet */
	__u32 count;   /* answers so far */
	__u32 limit;   /* answers to wait for */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ping);
} ping_map SEC(".maps");

/* Round trip times in ns. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u32);
} sample_map SEC(".maps");

/* Sends the next prepared packet (run with BPF_F_TEST_XDP_LIVE_FRAMES). */
static __always_inline int generate(struct xdp_md *ctx)
{
	struct control *control = control_get();

	return control && frame_next(ctx, control) ? XDP_TX : XDP_ABORTED;
}

/* Counts UDP packets and drops all. Packets come in on one CPU only. */
static __always_inline int swallow(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct sink *sink = bpf_map_lookup_elem(&sink_map, &zero);
	struct headers h;

	if (!sink || !headers_of(ctx, &h))
		return XDP_DROP;
	if (sink->packets++ % SINK_STEP == 0) {
		sink->last_at = bpf_ktime_get_ns();
		sink->last_packets = sink->packets;
		if (!sink->first_at) {
			sink->first_at = sink->last_at;
			sink->first_packets = sink->packets;
		}
	}
	return XDP_DROP;
}

/* Sends a UDP packet back to where it came from. Swapping leaves the checksums right. */
static __always_inline int reflect(struct xdp_md *ctx)
{
	struct headers h;
	__u8 mac[ETH_ALEN];
	__be32 address;
	__be16 port;

	if (!headers_of(ctx, &h))
		return XDP_DROP;
	__builtin_memcpy(mac, h.eth->h_dest, ETH_ALEN);
	link_address_copy(h.eth->h_dest, h.eth->h_source);
	__builtin_memcpy(h.eth->h_source, mac, ETH_ALEN);
	address = h.ip->saddr;
	h.ip->saddr = h.ip->daddr;
	h.ip->daddr = address;
	port = h.udp->source;
	h.udp->source = h.udp->dest;
	h.udp->dest = port;
	return XDP_TX;
}

/* Notes how long an answer took and sends the next packet, until there are enough. */
static __always_inline int answer_and_next(struct xdp_md *ctx)
{
	__u32 zero = 0, index, took, *sample;
	struct ping *ping = bpf_map_lookup_elem(&ping_map, &zero);
	struct control *control = control_get();
	struct headers h;

	if (!ping || !control || !headers_of(ctx, &h))
		return XDP_DROP;
	if (ping->sent_at) {
		took = (__u32)(bpf_ktime_get_ns() - ping->sent_at);
		index = ping->count;
		sample = bpf_map_lookup_elem(&sample_map, &index);
		if (sample)
			*sample = took;
		ping->count = index + 1;
		if (ping->count >= ping->limit)
			return XDP_DROP;
	}
	if (!frame_next(ctx, control))
		return XDP_DROP;
	ping->sent_at = bpf_ktime_get_ns();
	return XDP_TX;
}

#endif
