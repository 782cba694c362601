/* What is read once for each packet: the time, and the epoch of the control plane's changes. */
#ifndef LUMENLINK_INSTANT_H
#define LUMENLINK_INSTANT_H

#include <bpf/bpf_helpers.h>
#include "maps.h"
#include "scratch.h"

#define NSEC_PER_SEC 1000000000ULL

struct instant {
	__u64 now; /* ns of CLOCK_MONOTONIC, of the kernel's last tick or later */
	moment_t moment;
	__u32 hop_time;     /* see hop.h */
	__u32 wall_seconds; /* Unix */
	__u32 epoch;
};

static __always_inline moment_t moment_of(__u64 now)
{
	return (moment_t)(now >> MOMENT_SHIFT);
}

/* Reads the clock. It takes 25 ns or so, which is why instant_read() avoids it. */
static __always_inline __u64 instant_precise(struct scratch *scratch)
{
	__u64 now = bpf_ktime_get_ns();

	if (scratch)
		scratch->now = now;
	return now;
}

/* Each CPU reads the clock once in every tick of the kernel (1 to 10 ms) and keeps it till the
 * next. bpf_jiffies64() is no call but one load, and exists on every kernel from 5.6 on, which the
 * kernel's own coarse clock (5.11) does not. */
static __always_inline int instant_read(struct scratch *scratch, struct instant *instant)
{
	__u64 jiffies = bpf_jiffies64();
	__u32 zero = 0;
	const volatile struct epoch *epoch = bpf_map_lookup_elem(&epoch_map, &zero);

	if (!epoch)
		return 0;
	if (scratch->jiffies != jiffies) {
		struct wall_clock *wall = bpf_map_lookup_elem(&clock_map, &zero);

		if (!wall)
			return 0;
		instant_precise(scratch);
		scratch->wall_seconds = (__u32)((scratch->now + wall->offset) / NSEC_PER_SEC);
		scratch->jiffies = jiffies;
	}
	instant->now = scratch->now;
	instant->moment = moment_of(scratch->now);
	instant->wall_seconds = scratch->wall_seconds;
	instant->hop_time = instant->moment + epoch->routes;
	instant->epoch = epoch->registry;
	return 1;
}

static __always_inline seen_t seen_of(moment_t moment)
{
	return (seen_t)(moment >> SEEN_SHIFT);
}

#endif
