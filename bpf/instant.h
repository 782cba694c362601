/* What is read once for each packet: the time, and the epoch of the control plane's changes. */
#ifndef LUMENLINK_INSTANT_H
#define LUMENLINK_INSTANT_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

#define NSEC_PER_SEC 1000000000ULL

struct instant {
	__u64 now;          /* ns of CLOCK_MONOTONIC */
	__u32 wall_seconds; /* Unix */
	__u32 epoch;
};

static __always_inline int instant_read(struct instant *instant)
{
	__u32 zero = 0;
	struct wall_clock *wall = bpf_map_lookup_elem(&clock_map, &zero);
	__u32 *epoch = bpf_map_lookup_elem(&epoch_map, &zero);

	if (!wall || !epoch)
		return 0;
	instant->now = bpf_ktime_get_ns();
	instant->wall_seconds = (__u32)((instant->now + wall->offset) / NSEC_PER_SEC);
	instant->epoch = *epoch;
	return 1;
}

#endif
