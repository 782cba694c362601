/* Sessions: what the relay remembers of a ticket between its first packet and its expiry. */
#ifndef LUMENLINK_SESSION_H
#define LUMENLINK_SESSION_H

#include <bpf/bpf_helpers.h>
#include "hop.h"
#include "limit.h"
#include "maps.h"
#include "parse.h"
#include "replay.h"
#include "scratch.h"
#include "ticket.h"

static __always_inline int session_has_ticket(const struct session *session,
					      const struct ticket *ticket)
{
	return load_unaligned32(session->ticket_body) == ticket->c[0] &&
	       load_unaligned32(session->ticket_body + 4) == ticket->c[1] &&
	       load_unaligned32(session->ticket_body + 8) == ticket->c[2];
}

/* Makes the session of a ticket whose packet was authenticated. Returns FORWARDED,
 * SESSIONS_EXCEEDED or SESSION_TABLE_FULL. Never takes the place of another session. */
static __noinline enum verdict_reason session_create(const struct ticket *ticket,
						     const struct claims *claims,
						     struct rate_limit *limit, __u32 max_sessions,
						     __u32 wall_seconds)
{
	struct session *fresh = scratch_session();
	__u64 t;

	if (!fresh || !ticket || !claims || !limit)
		return SESSION_TABLE_FULL;
	fresh->user_id = claims->user_id;
	__builtin_memcpy(fresh->ticket_body, ticket->c, sizeof(fresh->ticket_body));
	fresh->expires_at = claims->expires_at;
	fresh->generation = claims->generation;
	fresh->key[0] = claims->key[0];
	fresh->key[1] = claims->key[1];
	t = ticket->t;
	/* Entered first: a full table must not use up the places of users who try again. */
	if (bpf_map_update_elem(&session_map, &t, fresh, BPF_NOEXIST)) {
		/* If another CPU has just made it, it is the same. */
		return bpf_map_lookup_elem(&session_map, &t) ? FORWARDED : SESSION_TABLE_FULL;
	}
	if (limit_take_session(limit, max_sessions, claims->generation, claims->expires_at,
			       wall_seconds))
		return FORWARDED;
	bpf_map_delete_elem(&session_map, &t);
	return SESSIONS_EXCEEDED;
}

/* Fills `d` with the way to the destination that the session keeps. Call with its lock held. */
static __always_inline void session_way(const struct session *session, struct departure *d)
{
	d->source = session->egress;
	d->target = session->destination;
	d->source_port = session->egress_port;
	d->target_port = session->destination_port;
	hop_take(&session->hop[DIRECTION_TO_DESTINATION], d);
}

/* Passes an authenticated packet by the replay window, and moves the session to the packet's
 * address if it is the newest yet (roaming). Sets `has_moved` if that is another than before; the
 * first address of a session is one. Fills `d` with the way that the session keeps, which is of use
 * only if that is fresh.
 *
 * Returns FORWARDED, REPLAYED or NUMBER_TOO_OLD. */
static __always_inline enum verdict_reason session_accept(struct session *session,
							  const struct packet *p, __u64 number,
							  __u64 now, struct departure *d,
							  int *has_moved)
{
	enum verdict_reason reason;
	int is_newest = 0;

	bpf_spin_lock(&session->lock);
	reason = replay_check(session, number, &is_newest);
	if (is_newest) {
		*has_moved = !address_equal(&session->client, &p->source) ||
			     !address_equal(&session->relay, &p->target) ||
			     session->client_port != p->source_port;
		if (*has_moved)
			session->hop[DIRECTION_TO_CLIENT].fresh_until = 0;
		session->client = p->source;
		session->client_port = p->source_port;
		session->relay = p->target;
	}
	if (reason == FORWARDED)
		session->last_seen = now;
	session_way(session, d);
	bpf_spin_unlock(&session->lock);
	return reason;
}

/* Addresses an answer to the session's client; fills `d` also with the way that the session keeps.
 */
static __always_inline void session_answer(struct session *session, __u64 now, struct departure *d)
{
	bpf_spin_lock(&session->lock);
	d->source = session->relay;
	d->target = session->client;
	d->target_port = session->client_port;
	session->last_seen = now;
	hop_take(&session->hop[DIRECTION_TO_CLIENT], d);
	bpf_spin_unlock(&session->lock);
	d->source_port = config.relay_port;
}

/* Keeps the way that was found for a packet of `payload_length`. */
static __always_inline void session_keep_hop(struct session *session, enum direction direction,
					     const struct departure *d,
					     const struct instant *instant, __u32 payload_length)
{
	bpf_spin_lock(&session->lock);
	hop_keep(&session->hop[direction], d, instant, payload_length);
	bpf_spin_unlock(&session->lock);
}

#endif
