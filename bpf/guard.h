/* One at a time in a user's slot. */
#ifndef LUMENLINK_GUARD_H
#define LUMENLINK_GUARD_H

#include <bpf/bpf_helpers.h>
#include "maps.h"

static __always_inline void slot_lock(struct user_slot *slot)
{
	bpf_spin_lock(&slot->lock);
}

static __always_inline void slot_unlock(struct user_slot *slot)
{
	bpf_spin_unlock(&slot->lock);
}

#endif
