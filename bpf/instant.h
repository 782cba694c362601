/* What is read once for each packet: the time, and the epoch of the control plane's changes. */
#ifndef LUMENLINK_INSTANT_H
#define LUMENLINK_INSTANT_H

#include <bpf/bpf_helpers.h>
#include "maps.h"
#include "scratch.h"

#define NSEC_PER_SEC 1000000000ULL

static __always_inline const struct epoch *epoch_now(void)
{
	return bpf_map_lookup_elem(&epoch_map, (const void *)&config.zero);
}

static __always_inline moment_t moment_of(__u64 now)
{
	return (moment_t)(now >> MOMENT_SHIFT);
}

/* Reads the clock. It takes 25 ns or so, which is why instant_read() avoids it. */
static __always_inline __u64 instant_precise(struct scratch *scratch)
{
	__u64 now = bpf_ktime_get_ns();

	if (scratch) {
		scratch->instant.now = now;
		scratch->instant.moment = moment_of(now);
	}
	return now;
}

/* Each CPU reads the clock once in every tick of the kernel (1 to 10 ms) and keeps it till the
 * next. bpf_jiffies64() is no call but one load, and exists on every kernel from 5.6 on, which the
 * kernel's own coarse clock (5.11) does not. */
static __always_inline const struct instant *instant_read(struct scratch *scratch,
							  const volatile struct epoch *epoch)
{
	struct instant *instant = &scratch->instant;
	__u64 jiffies = bpf_jiffies64();

	if (instant->jiffies != jiffies) {
		__u32 zero = 0;
		struct wall_clock *wall = bpf_map_lookup_elem(&clock_map, &zero);

		if (!wall)
			return NULL;
		instant_precise(scratch);
		instant->wall_seconds = (__u32)((instant->now + wall->offset) / NSEC_PER_SEC);
		instant->jiffies = jiffies;
	}
	instant->hop_time = instant->moment + epoch->routes;
	instant->epoch = epoch->registry;
	return instant;
}

static __always_inline seen_t seen_of(moment_t moment)
{
	return (seen_t)(moment >> SEEN_SHIFT);
}

#endif
