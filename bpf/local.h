/* Which addresses are the relay's own. */
#ifndef LUMENLINK_LOCAL_H
#define LUMENLINK_LOCAL_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "maps.h"

/* Returns the number of an address that clients may send to, 0 of all others. Garbage asks too, and
 * a flood of it asks for the same one again and again: each CPU remembers the last of each family,
 * for one epoch. */
static __always_inline __u32 local_of(struct scratch *scratch, const struct epoch *epoch,
				      const struct packet *p)
{
	/* Read before the look-up: a change in between makes what is remembered stale. */
	__u32 registry = *(const volatile __u32 *)&epoch->registry;
	struct relay_local *last = &scratch->relay[p->is_ipv6 & 1];

	if (last->epoch != registry || !address_equal(&last->address, &p->target)) {
		const __u32 *local = bpf_map_lookup_elem(&relay_address_map, &p->target);

		if (!local)
			return 0;
		address_copy(&last->address, &p->target);
		last->epoch = registry;
		last->local = *local;
	}
	return last->local;
}

/* Sets `address` to one of the relay's own, by number; returns whether there is one. */
static __always_inline int local_address(__u32 local, struct address *address)
{
	const struct address *found = bpf_map_lookup_elem(&local_map, &local);

	if (!found || address_is_none(found))
		return 0;
	address_copy(address, found);
	return 1;
}

#endif
