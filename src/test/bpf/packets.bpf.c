/* Programs that change packets, and two to attach. */
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Inverts the first byte. */
SEC("xdp")
int invert(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;

	if (data + 1 > (__u8 *)(long)ctx->data_end)
		return XDP_ABORTED;
	*data = ~*data;
	return XDP_TX;
}

/* Takes four bytes off the front. */
SEC("xdp")
int shrink(struct xdp_md *ctx)
{
	return bpf_xdp_adjust_head(ctx, 4) ? XDP_ABORTED : XDP_TX;
}

/* Puts a hundred zero bytes in front. */
SEC("xdp")
int grow(struct xdp_md *ctx)
{
	__u8 *data;

	if (bpf_xdp_adjust_head(ctx, -100))
		return XDP_ABORTED;
	data = (void *)(long)ctx->data;
	if (data + 100 > (__u8 *)(long)ctx->data_end)
		return XDP_ABORTED;
	__builtin_memset(data, 0, 100);
	return XDP_TX;
}

SEC("xdp")
int pass(struct xdp_md *ctx)
{
	(void)ctx;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
