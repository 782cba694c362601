/* Reading a frame from its start on, never past its end. */
#ifndef LUMENLINK_CURSOR_H
#define LUMENLINK_CURSOR_H

#include <bpf/bpf_helpers.h>

/* Where the reader is. */
struct cursor {
	void *start;
	void *at;
	void *end;
};

/* Returns the next `size` bytes and steps over them, or NULL if the frame ends before. */
static __always_inline void *cursor_take(struct cursor *c, __u32 size)
{
	void *taken = c->at;

	if (taken + size > c->end)
		return NULL;
	__builtin_assume(taken != NULL); /* or the caller's look at it costs an instruction */
	c->at = taken + size;
	return taken;
}

#endif
