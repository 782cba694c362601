/* Room that the stack has not: Linux 5.10 grants 512 bytes to a chain of calls, each frame rounded
 * up to 32. */
#ifndef LUMENLINK_SCRATCH_H
#define LUMENLINK_SCRATCH_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

static __always_inline struct scratch *scratch_room(void)
{
	return bpf_map_lookup_elem(&scratch_map, (const void *)&config.zero);
}

static __always_inline struct icmp_error *scratch_icmp_error(void)
{
	struct scratch *scratch = scratch_room();

	if (!scratch)
		return NULL;
	__builtin_memset(&scratch->icmp_error, 0, sizeof(scratch->icmp_error));
	return &scratch->icmp_error;
}

#endif
