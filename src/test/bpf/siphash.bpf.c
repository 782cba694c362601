/* Hashes a message with the relay's own SipHash. In: key (16 bytes), length (8 bytes, host order),
 * message padded to 64 bytes. Out: the first 24 bytes become the 64-bit and the 128-bit output. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "../../../bpf/siphash.h"

struct question {
	__u64 key[2];
	__u64 length;
	__u64 message[8];
};

static __always_inline void absorb(struct siphash *s, const struct question *q)
{
#pragma clang loop unroll(full)
	for (__u32 i = 0; i < 8; i++) {
		__u64 words = q->length / 8;

		/* Else the compiler makes one access at a variable offset of these eight. */
		asm volatile("" : "+r"(words));
		if (i == words)
			siphash_last(s, q->message[i], q->length);
		else if (i < words)
			siphash_word(s, q->message[i]);
	}
}

SEC("xdp")
int siphash(struct xdp_md *ctx)
{
	struct question *q = (void *)(long)ctx->data;
	struct siphash s;
	__u64 short_output, long_output[2];

	if ((void *)(q + 1) > (void *)(long)ctx->data_end)
		return XDP_ABORTED;
	siphash_start(&s, q->key);
	absorb(&s, q);
	short_output = siphash_finish(&s);
	siphash_start128(&s, q->key);
	absorb(&s, q);
	siphash_finish128(&s, long_output);
	q->key[0] = short_output;
	q->key[1] = long_output[0];
	q->length = long_output[1];
	return XDP_PASS;
}

char siphash_license[] SEC("license") = "Dual MIT/GPL";
