/* Prepared packets, and which one is next. */
#ifndef LUMENLINK_BENCH_FRAMES_H
#define LUMENLINK_BENCH_FRAMES_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Of each frame only the start differs: Ethernet, IPv6 and UDP headers, the relay header. What lies
 * behind stays as the run's input has it. Every frame is at least this long. */
#define FRAME_WORDS 13 /* 104 bytes */
#define FRAME_SLOT  16 /* words: 128 bytes */
#define PAGE_FRAMES 32

#define STRIPPED 36 /* bytes: the relay header */

/* Many frames to a value: fewer system calls to prepare them. */
struct page {
	__u64 frame[PAGE_FRAMES][FRAME_SLOT];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct page);
} frame_map SEC(".maps");

struct control {
	__u32 next;    /* the frame that comes next */
	__u32 count;   /* starts again at 0 after that many */
	__u32 length;  /* of every frame, in bytes */
	__u32 program; /* index in program_map */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct control);
} control_map SEC(".maps");

static __always_inline struct control *control_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&control_map, &zero);
}

/* Turns the packet into the next frame; returns whether that could be done. */
static __always_inline int frame_next(struct xdp_md *ctx, struct control *control)
{
	__u32 number = control->next;
	__u32 index = number / PAGE_FRAMES;
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	long surplus = end - data - (long)control->length;
	const struct page *page;
	const __u64 *from;
	__u64 *to;

	control->next = number + 1 < control->count ? number + 1 : 0;
	page = bpf_map_lookup_elem(&frame_map, &index);
	if (!page)
		return 0;
	if (surplus && bpf_xdp_adjust_head(ctx, (int)surplus))
		return 0;
	from = page->frame[number % PAGE_FRAMES];
	to = (void *)(long)ctx->data;
	if ((void *)(to + FRAME_WORDS) > (void *)(long)ctx->data_end)
		return 0;
#pragma clang loop unroll(full)
	for (int i = 0; i < FRAME_WORDS; i++)
		to[i] = from[i];
	return 1;
}

#endif
