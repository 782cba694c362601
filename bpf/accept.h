/* What an authentic packet changes of its session and its user, all under the lock of the user's
 * slot: replay window, where the client is, token buckets, and when the session was last seen. */
#ifndef LUMENLINK_ACCEPT_H
#define LUMENLINK_ACCEPT_H

#include <bpf/bpf_helpers.h>
#include "event.h"
#include "guard.h"
#include "hop.h"
#include "instant.h"
#include "limit.h"
#include "maps.h"
#include "parse.h"
#include "replay.h"
#include "session.h"

#define LIMIT_EVENT_INTERVAL 3576 /* moment_t: a minute */

/* How an accepted packet goes on. */
struct way {
	__u8 version;   /* of the user's slot, when the destination was read from it */
	__u8 is_fresh;  /* the way that is kept may be used as it is */
	__u8 has_port;  /* the session's egress port is surely its own still */
	__u8 has_moved; /* the client is at another place than before */
	__u8 local;     /* of local_map: the source address */
};

/* Charges a packet that was over a limit as of the kernel's last tick once more, by the time it is
 * now: a bucket that holds less than what a tick brings would starve otherwise.
 *
 * Returns FORWARDED, OVER_PACKET_LIMIT, OVER_BYTE_LIMIT or USER_BUSY. */
static __noinline enum verdict_reason slot_charge_again(struct user_slot *slot, __u32 index,
							enum direction direction, __u32 bytes,
							struct scratch *scratch)
{
	struct user_places *places = bpf_map_lookup_elem(&user_places_map, &index);
	__u64 now = instant_precise(scratch);
	enum verdict_reason reason;
	__u32 user_id;
	int is_first = 0;

	if (!slot || !places || direction >= DIRECTION_COUNT)
		return OVER_PACKET_LIMIT;
	if (!slot_lock(slot))
		return USER_BUSY;
	user_id = slot->user_id;
	reason = meter_charge(&slot->meter[direction], bytes, now);
	if (reason != FORWARDED) {
		moment_t moment = moment_of(now) | 1; /* 0 is never */

		places->limited[direction]++;
		is_first = !places->told_at || moment - places->told_at > LIMIT_EVENT_INTERVAL;
		if (is_first)
			places->told_at = moment;
	}
	slot_unlock(slot);
	if (is_first)
		event_about_user(EVENT_LIMIT_HIT, user_id, reason);
	return reason;
}

/* Whether the session's egress port is surely still its own: the control plane gives ports away
 * only that have been idle for longer. */
static __always_inline int was_seen_lately(const struct session *session, moment_t moment)
{
	return (seen_t)(seen_of(moment) - session->last_seen) <= 1;
}

/* Fills `d` with the way to the user's destination that its slot keeps. */
static __always_inline void slot_way(const struct user_slot *slot, struct departure *d)
{
	d->target = slot->destination;
	d->target_port = slot->destination_port;
	hop_get(&slot->hop, d);
}

/* Accepts a client's packet. Fills `d` with where it goes to, and with the way that is kept.
 *
 * Returns FORWARDED, REPLAYED, NUMBER_TOO_OLD, OVER_PACKET_LIMIT, OVER_BYTE_LIMIT or USER_BUSY, or
 * USER_UNKNOWN if the slot has become another user's just now. */
static __always_inline enum verdict_reason
accept_from_client(struct session *session, struct user_slot *slot, const struct packet *p,
		   __u64 number, __u32 payload_length, __u32 relay_local,
		   const struct instant *instant, struct departure *d, struct way *way)
{
	enum verdict_reason reason = USER_UNKNOWN;
	int is_newest = 0;

	if (!slot_lock(slot))
		return USER_BUSY;
	if (slot->user_id == session->user_id)
		reason = replay_check(session, number, &is_newest);
	if (reason == FORWARDED) {
		if (is_newest)
			way->has_moved = session_move(session, p, relay_local);
		way->version = slot->version;
		way->local = session->egress_local;
		way->has_port = session->egress_port && session->version == slot->version &&
				was_seen_lately(session, instant->moment);
		way->is_fresh = hop_is_fresh(&slot->hop, slot->hop_until, slot->fits,
					     payload_length, instant->hop_time);
		session->last_seen = seen_of(instant->moment);
		d->source_port = session->egress_port;
		slot_way(slot, d);
		reason = meter_charge(&slot->meter[DIRECTION_TO_DESTINATION], p->ip_length,
				      instant->now);
	}
	slot_unlock(slot);
	return reason;
}

/* Accepts an answer to a client's packet. Fills `d` with where it goes to, and with the way that is
 * kept.
 *
 * Returns FORWARDED, OVER_PACKET_LIMIT, OVER_BYTE_LIMIT or USER_BUSY; RETURN_EXPIRED if the session
 * has now another egress port, or its user another destination. */
static __always_inline enum verdict_reason
accept_from_destination(struct session *session, struct user_slot *slot, const struct packet *p,
			const struct instant *instant, struct departure *d, struct way *way)
{
	enum verdict_reason reason = RETURN_EXPIRED;

	if (!slot_lock(slot))
		return USER_BUSY;
	if (slot->user_id == session->user_id && session->egress_port == p->target_port &&
	    slot->destination_port == p->source_port &&
	    address_equal(&slot->destination, &p->source)) {
		way->local = session->relay_local;
		way->is_fresh = hop_is_fresh(&session->hop, session->hop_until, session->fits,
					     p->payload_length, instant->hop_time);
		session->last_seen = seen_of(instant->moment);
		d->target = session->client;
		d->target_port = session->client_port;
		hop_get(&session->hop, d);
		reason =
			meter_charge(&slot->meter[DIRECTION_TO_CLIENT], p->ip_length, instant->now);
	}
	slot_unlock(slot);
	return reason;
}

/* Keeps the way to the destination that was found for a payload of that length. */
static __always_inline void keep_way_to_destination(struct session *session, struct user_slot *slot,
						    const struct departure *d,
						    const struct way *way, __u32 payload_length,
						    __u32 hop_time)
{
	if (!slot_lock(slot))
		return;
	session->version = way->version;
	if (slot->version == way->version) {
		hop_set(&slot->hop, d);
		slot->hop_until = hop_time + HOP_LIFETIME;
		slot->fits = (__u16)payload_length;
	}
	slot_unlock(slot);
}

/* Keeps the way to the client, likewise, unless it has moved meanwhile. */
static __always_inline void keep_way_to_client(struct session *session, struct user_slot *slot,
					       const struct departure *d, __u32 payload_length,
					       __u32 hop_time)
{
	if (!slot_lock(slot))
		return;
	if (session->client_port == d->target_port && address_equal(&session->client, &d->target)) {
		hop_set(&session->hop, d);
		session->hop_until = hop_time + HOP_LIFETIME;
		session->fits = (__u16)payload_length;
	}
	slot_unlock(slot);
}

#endif
