/* Which addresses are the relay's own. */
#ifndef LUMENLINK_LOCAL_H
#define LUMENLINK_LOCAL_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "maps.h"

/* Returns the number of an address that clients may send to, 0 of all others. Garbage asks too, and
 * a flood of it asks for the same one again and again: each CPU remembers the last of each family,
 * for one epoch. */
static __always_inline __u32 local_of(struct scratch *scratch, const struct address *address,
				      int is_ipv6)
{
	__u32 zero = 0, epoch, *local;
	const volatile struct epoch *current = bpf_map_lookup_elem(&epoch_map, &zero);

	if (!current)
		return 0;
	/* Read before the look-up: a change in between makes what is remembered stale. */
	epoch = current->registry;
	if (scratch->relay[!!is_ipv6].epoch == epoch &&
	    address_equal(&scratch->relay[!!is_ipv6].address, address))
		return scratch->relay[!!is_ipv6].local;
	local = bpf_map_lookup_elem(&relay_address_map, address);
	if (!local)
		return 0;
	scratch->relay[!!is_ipv6].address = *address;
	scratch->relay[!!is_ipv6].epoch = epoch;
	scratch->relay[!!is_ipv6].local = *local;
	return *local;
}

/* Sets `address` to one of the relay's own, by number; returns whether there is one. */
static __always_inline int local_address(__u32 local, struct address *address)
{
	const struct address *found = bpf_map_lookup_elem(&local_map, &local);

	if (!found || address_is_none(found))
		return 0;
	*address = *found;
	return 1;
}

#endif
