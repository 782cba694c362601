/* The only place that counts packets. */
#ifndef LUMENLINK_COUNT_H
#define LUMENLINK_COUNT_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

static __always_inline void count(enum verdict_reason reason, __u64 bytes)
{
	__u32 slot = reason;
	struct verdict_count *verdict = bpf_map_lookup_elem(&stats_map, &slot);

	if (!verdict)
		return;
	verdict->packets++;
	verdict->bytes += bytes;
}

#endif
