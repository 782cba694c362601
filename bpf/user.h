/* Who may use the relay: the registry, and the slot that packets use of it. */
#ifndef LUMENLINK_USER_H
#define LUMENLINK_USER_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "guard.h"
#include "instant.h"
#include "limit.h"
#include "maps.h"

/* Whether the user is registered, enabled, and has not revoked this generation of tickets. */
static __always_inline enum verdict_reason admit(const struct user_entry *user, __u16 generation)
{
	if (!user)
		return USER_UNKNOWN;
	if (!user->enabled)
		return USER_DISABLED;
	return user->generation == generation ? FORWARDED : TICKET_REVOKED;
}

/* Whether the slot is a user's and equal to the registry, so that the registry need not be asked
 * whether a ticket of this generation is admitted. */
static __always_inline int slot_admits(const struct user_slot *slot, __u32 user_id,
				       __u16 generation, __u32 epoch)
{
	return slot->user_id == user_id && slot->epoch == epoch && slot->generation == generation;
}

/* Has the slot's meter on its way from memory while something else is done, such as a tag that is
 * verified: where there are many users, it is in no cache, and behind a lock nothing is loaded
 * ahead. */
static __always_inline void slot_expect(const struct user_slot *slot, enum direction direction)
{
	(void)*(const volatile __u64 *)&slot->meter[direction].bucket.refilled_at;
}

/* A smaller burst holds at once: the next refill, which would see to it, may be a tick away. */
static __always_inline void slot_set_limit(struct meter *meter, const struct rate_limit *limit)
{
	meter->limit.packets_per_second = limit->packets_per_second;
	meter->limit.burst_packets = limit->burst_packets;
	meter->limit.bytes_per_second = limit->bytes_per_second;
	meter->limit.burst_bytes = limit->burst_bytes;
	meter->bucket.packets = bucket_at_most(meter->bucket.packets, limit->burst_packets);
	meter->bucket.bytes = bucket_at_most(meter->bucket.bytes, limit->burst_bytes);
}

static __always_inline struct user_slot *slot_of(const struct user_entry *user)
{
	__u32 index = user->slot;

	return bpf_map_lookup_elem(&user_slot_map, &index);
}

/* Makes the slot of an admitted user equal to the registry as it was in `epoch`. Buckets keep their
 * levels; the slot of somebody who is gone is emptied first.
 *
 * Returns FORWARDED, LIMIT_TABLE_FULL or USER_BUSY. */
static __noinline enum verdict_reason
slot_renew(struct user_slot *slot, const struct user_entry *user, __u32 user_id, __u32 epoch)
{
	struct rate_limit limit;
	const struct rate_limit *own;
	struct user_places *places;
	__u32 index;

	if (!slot || !user)
		return LIMIT_TABLE_FULL;
	index = user->slot;
	places = bpf_map_lookup_elem(&user_places_map, &index);
	if (!places)
		return LIMIT_TABLE_FULL;
	own = bpf_map_lookup_elem(&rate_limit_map, &user_id);
	if (own) {
		limit = *own;
	} else {
		limit.packets_per_second = config.packets_per_second;
		limit.burst_packets = config.burst_packets;
		limit.bytes_per_second = config.bytes_per_second;
		limit.burst_bytes = config.burst_bytes;
	}
	if (!slot_lock(slot))
		return USER_BUSY;
	if (slot->user_id != user_id) {
		slot->version++;
		slot->hop.port = 0;
		__builtin_memset(slot->meter, 0, sizeof(slot->meter));
		__builtin_memset(places, 0, sizeof(*places));
		/* Last: user space, which does not lock, takes what is there for the user's. */
		barrier();
		slot->user_id = user_id;
	}
	if (slot->destination_port != user->destination_port ||
	    !address_equal(&slot->destination, &user->destination)) {
		slot->destination = user->destination;
		slot->destination_port = user->destination_port;
		slot->version++;
		slot->hop.port = 0;
	}
	slot->generation = user->generation;
	slot_set_limit(&slot->meter[DIRECTION_TO_DESTINATION], &limit);
	slot_set_limit(&slot->meter[DIRECTION_TO_CLIENT], &limit);
	slot->epoch = epoch;
	slot_unlock(slot);
	return FORWARDED;
}

/* Takes one of the user's session places for a ticket. A place is free again once the ticket that
 * took it has expired, or was revoked. Returns FORWARDED, SESSIONS_EXCEEDED or USER_BUSY. */
static __always_inline enum verdict_reason slot_take_session(struct user_slot *slot,
							     const struct user_entry *user,
							     __u16 generation, __u32 expires_at,
							     __u32 wall_seconds)
{
	__u32 index = user->slot, max_sessions = user->max_sessions;
	struct user_places *places = bpf_map_lookup_elem(&user_places_map, &index);
	int taken = 0;

	if (!places)
		return SESSIONS_EXCEEDED;
	if (!slot_lock(slot))
		return USER_BUSY;
	for (__u32 i = 0; i < MAX_SESSIONS_PER_USER; i++) {
		if (places->session_generation != generation)
			places->session_expires_at[i] = 0;
		if (!taken && i < max_sessions && places->session_expires_at[i] <= wall_seconds) {
			places->session_expires_at[i] = expires_at;
			taken = 1;
		}
	}
	places->session_generation = generation;
	slot_unlock(slot);
	return taken ? FORWARDED : SESSIONS_EXCEEDED;
}

#endif
