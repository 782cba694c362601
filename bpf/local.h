/* Which addresses are the relay's own. */
#ifndef LUMENLINK_LOCAL_H
#define LUMENLINK_LOCAL_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "maps.h"
#include "scratch.h"

/* Whether clients may send to this address. Garbage asks too, and a flood of it asks for the same
 * one again and again: each CPU remembers the last that was found, for one epoch. */
static __always_inline int is_relay_address(const struct address *address)
{
	struct scratch *scratch = scratch_room();
	__u32 zero = 0, epoch;
	__u32 *current = bpf_map_lookup_elem(&epoch_map, &zero);

	if (!scratch || !current)
		return 0;
	/* Read before the look-up: a change in between makes what is remembered stale. */
	epoch = *(volatile __u32 *)current;
	if (scratch->relay_epoch == epoch && address_equal(&scratch->relay, address))
		return 1;
	if (!bpf_map_lookup_elem(&relay_address_map, address))
		return 0;
	scratch->relay = *address;
	scratch->relay_epoch = epoch;
	return 1;
}

#endif
