/* Reads a packet without having looked where it ends: the verifier must refuse that. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int reckless(struct xdp_md *ctx)
{
	return *(volatile __u8 *)(long)ctx->data;
}

SEC("xdp")
int careful(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
