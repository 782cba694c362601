/* What scripts/bench runs beside the relay's own program: a wrapper that gives every run a packet
 * of its own, and the baselines that the relay is compared with. Not part of the product.
 *
 * BPF_PROG_TEST_RUN does not restore a packet between repeats, so that a program that rewrites its
 * packet would see its own output the next time. The wrapper puts the frame's start back to where
 * it was, writes the headers of the next prepared packet over it, and calls the program under test.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "baseline.h"
#include "endpoints.h"
#include "frames.h"

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} program_map SEC(".maps");

SEC("xdp")
int bench_wrapper(struct xdp_md *ctx)
{
	struct control *control = control_get();

	if (!control || !frame_next(ctx, control))
		return XDP_ABORTED;
	bpf_tail_call(ctx, &program_map, control->program);
	return XDP_ABORTED;
}

/* Does nothing: what is left is the wrapper's own cost. */
SEC("xdp")
int bench_nothing(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_DROP;
}

/* Moves the frame's start as the relay does, so that the wrapper has to move it back. */
SEC("xdp")
int bench_strip(struct xdp_md *ctx)
{
	return bpf_xdp_adjust_head(ctx, STRIPPED) ? XDP_ABORTED : XDP_DROP;
}

/* Sends the packet back as it is. */
SEC("xdp")
int bench_transmit(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_TX;
}

/* The least that a UDP NAT does: one look-up, addresses, ports and checksums, and back out. */
SEC("xdp")
int bench_nat(struct xdp_md *ctx)
{
	return nat(ctx);
}

/* The least that a router does: one route look-up, TTL and MAC addresses, and out. */
SEC("xdp")
int bench_forward(struct xdp_md *ctx)
{
	return forward(ctx);
}

/* The ends of the way through the network namespaces. */
SEC("xdp")
int bench_generate(struct xdp_md *ctx)
{
	return generate(ctx);
}

SEC("xdp")
int bench_sink(struct xdp_md *ctx)
{
	return swallow(ctx);
}

SEC("xdp")
int bench_ping(struct xdp_md *ctx)
{
	return answer_and_next(ctx);
}

SEC("xdp")
int bench_reflect(struct xdp_md *ctx)
{
	return reflect(ctx);
}

/* A veth takes in what its peer sends by XDP_TX only if it has an XDP program itself. */
SEC("xdp")
int bench_pass(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_PASS;
}

/* bpf_fib_lookup is for GPL-compatible programs. */
char bench_license[] SEC("license") = "Dual MIT/GPL";
