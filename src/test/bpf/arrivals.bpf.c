/* Counts what arrives at a destination by where it comes from, so that no socket's buffer can be
 * what packets are lost in. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Packets by UDP source port, host order. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} arrivals_map SEC(".maps");

/* Counts UDP over IPv4 and lets nobody else see it; passes all else. */
SEC("xdp")
int arrivals(struct xdp_md *ctx)
{
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = (void *)(long)ctx->data;
	struct iphdr *ip = (void *)(eth + 1);
	struct udphdr *udp = (void *)(ip + 1);
	__u64 one = 1, *packets;
	__u32 port;

	if ((void *)(udp + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != 5 ||
	    ip->protocol != IPPROTO_UDP)
		return XDP_PASS;
	port = bpf_ntohs(udp->source);
	packets = bpf_map_lookup_elem(&arrivals_map, &port);
	if (packets)
		__sync_fetch_and_add(packets, 1);
	else if (bpf_map_update_elem(&arrivals_map, &port, &one, BPF_NOEXIST))
		return XDP_ABORTED;
	return XDP_DROP;
}

char _license[] SEC("license") = "GPL";
