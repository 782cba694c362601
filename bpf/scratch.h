/* Zeroed room for new map values. The values hold a bpf_spin_lock, which a per-CPU map may not, so
 * the room is bytes there. */
#ifndef LUMENLINK_SCRATCH_H
#define LUMENLINK_SCRATCH_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

static __always_inline struct scratch *scratch_room(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&scratch_map, &zero);
}

/* The departure of the packet at hand: on the stack it would be too much for Linux 5.10, which
 * grants 512 bytes to a chain of calls, each frame rounded up to 32. */
static __always_inline struct departure *scratch_departure(void)
{
	struct scratch *scratch = scratch_room();

	if (!scratch)
		return NULL;
	__builtin_memset(&scratch->departure, 0, sizeof(scratch->departure));
	return &scratch->departure;
}

static __always_inline struct session *scratch_session(void)
{
	struct scratch *scratch = scratch_room();

	if (!scratch)
		return NULL;
	__builtin_memset(scratch->session, 0, sizeof(scratch->session));
	return (struct session *)scratch->session;
}

static __always_inline struct icmp_error *scratch_icmp_error(void)
{
	struct scratch *scratch = scratch_room();

	if (!scratch)
		return NULL;
	__builtin_memset(&scratch->icmp_error, 0, sizeof(scratch->icmp_error));
	return &scratch->icmp_error;
}

static __always_inline struct rate_limit *scratch_rate_limit(void)
{
	struct scratch *scratch = scratch_room();

	if (!scratch)
		return NULL;
	__builtin_memset(scratch->rate_limit, 0, sizeof(scratch->rate_limit));
	return (struct rate_limit *)scratch->rate_limit;
}

#endif
