/* What the control plane is told of. */
#ifndef LUMENLINK_EVENT_H
#define LUMENLINK_EVENT_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

/* Asks for a neighbour to be resolved; returns whether the request could be made. */
static __always_inline int event_neighbour_wanted(const struct address *address, __u32 ifindex)
{
	struct event *event = bpf_ringbuf_reserve(&event_ring, sizeof(*event), 0);

	if (!event)
		return 0;
	event->type = EVENT_NEIGHBOUR_WANTED;
	event->ifindex = ifindex;
	event->address = *address;
	event->user_id = 0;
	event->reason = 0;
	bpf_ringbuf_submit(event, 0);
	return 1;
}

/* Tells of a user. Packets do not wait for such events: they leave half of the ring to those that
 * they do wait for. */
static __noinline int event_about_user(enum event_type type, __u32 user_id,
				       enum verdict_reason reason)
{
	struct event *event;

	if (bpf_ringbuf_query(&event_ring, BPF_RB_AVAIL_DATA) > EVENT_RING_BYTES / 2)
		return 0;
	event = bpf_ringbuf_reserve(&event_ring, sizeof(*event), 0);
	if (!event)
		return 0;
	__builtin_memset(event, 0, sizeof(*event));
	event->type = type;
	event->user_id = user_id;
	event->reason = reason;
	bpf_ringbuf_submit(event, 0);
	return 1;
}

#endif
