/* Lets every packet through. At the far end of a veth: a packet that the relay's XDP program sends
 * back out (XDP_TX) is lost unless the far end runs an XDP program, even one that does nothing;
 * for XDP_REDIRECT, GRO at the far end would do as well. */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int pass(struct xdp_md *context)
{
	(void)context;
	return XDP_PASS;
}
