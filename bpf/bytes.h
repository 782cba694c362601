/* Words at whatever address they happen to have. */
#ifndef LUMENLINK_BYTES_H
#define LUMENLINK_BYTES_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

static __always_inline __u64 load_unaligned64(const void *p)
{
	__u64 x;

	__builtin_memcpy(&x, p, sizeof(x));
	return x;
}

static __always_inline __u32 load_unaligned32(const void *p)
{
	__u32 x;

	__builtin_memcpy(&x, p, sizeof(x));
	return x;
}

#endif
