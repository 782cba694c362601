/* Words at whatever address they happen to have. Clang would read and write them byte by byte, up
 * to 22 instructions a word, as it does not know that machines which run BPF mind no alignment
 * (where one does, the kernel's verifier says so when the program is loaded). */
#ifndef LUMENLINK_BYTES_H
#define LUMENLINK_BYTES_H

#include <linux/if_ether.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

static __always_inline __u64 load_unaligned64(const void *p)
{
	return *(const __u64 *)p;
}

static __always_inline __u32 load_unaligned32(const void *p)
{
	return *(const __u32 *)p;
}

static __always_inline __u16 load_unaligned16(const void *p)
{
	return *(const __u16 *)p;
}

static __always_inline void store_unaligned64(void *p, __u64 x)
{
	*(__u64 *)p = x;
}

static __always_inline void store_unaligned32(void *p, __u32 x)
{
	*(__u32 *)p = x;
}

static __always_inline void store_unaligned16(void *p, __u16 x)
{
	*(__u16 *)p = x;
}

/* Copies a link-layer address; on the stack it must be aligned to 4 bytes. */
static __always_inline void mac_copy(void *to, const void *from)
{
	store_unaligned32(to, load_unaligned32(from));
	store_unaligned16(to + 4, load_unaligned16(from + 4));
}

#endif
