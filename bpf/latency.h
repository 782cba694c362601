/* How long the program takes for relayed packets, as a histogram. */
#ifndef LUMENLINK_LATENCY_H
#define LUMENLINK_LATENCY_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

/* Returns when the packet at hand began, ns of CLOCK_MONOTONIC; 0 if it is none of the sample: to
 * read the clock twice for each would cost more than many packets do. */
static __always_inline __u64 latency_begin(struct scratch *scratch)
{
	if (scratch->untimed) {
		scratch->untimed--;
		return 0;
	}
	scratch->untimed = config.latency_mask;
	return bpf_ktime_get_ns();
}

/* Returns the number of bits that a number of nanoseconds takes, at most the last slot. */
static __always_inline __u32 latency_slot(__u64 nanoseconds)
{
	__u32 slot = 0;

#pragma clang loop unroll(full)
	for (__u32 step = 16; step; step /= 2) {
		if (nanoseconds >> (slot + step - 1))
			slot += step;
	}
	return slot < LATENCY_SLOTS ? slot : LATENCY_SLOTS - 1;
}

static __noinline int latency_end(__u64 began)
{
	__u64 took = bpf_ktime_get_ns() - began;
	__u32 slot = latency_slot(took);
	struct latency *latency = bpf_map_lookup_elem(&latency_map, &slot);

	if (!latency)
		return 0;
	latency->packets++;
	latency->nanoseconds += took;
	return 1;
}

#endif
