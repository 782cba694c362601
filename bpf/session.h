/* Sessions: what the relay remembers of a ticket between its first packet and its expiry. */
#ifndef LUMENLINK_SESSION_H
#define LUMENLINK_SESSION_H

#include <bpf/bpf_helpers.h>
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
	if (!limit_take_session(limit, max_sessions, claims->generation, claims->expires_at,
				wall_seconds))
		return SESSIONS_EXCEEDED;
	fresh->user_id = claims->user_id;
	__builtin_memcpy(fresh->ticket_body, ticket->c, sizeof(fresh->ticket_body));
	fresh->expires_at = claims->expires_at;
	fresh->generation = claims->generation;
	fresh->key[0] = claims->key[0];
	fresh->key[1] = claims->key[1];
	t = ticket->t;
	/* If another CPU has just made it, it is the same. */
	bpf_map_update_elem(&session_map, &t, fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&session_map, &t) ? FORWARDED : SESSION_TABLE_FULL;
}

/* Passes an authenticated packet by the replay window, and moves the session to the packet's
 * address if it is the newest yet (roaming). Sets `has_moved` if that is another than before; the
 * first address of a session is one.
 *
 * Returns FORWARDED, REPLAYED or NUMBER_TOO_OLD. */
static __always_inline enum verdict_reason session_accept(struct session *session,
							  const struct packet *p, __u64 number,
							  __u64 now, int *has_moved)
{
	enum verdict_reason reason;
	int is_newest = 0;

	bpf_spin_lock(&session->lock);
	reason = replay_check(session, number, &is_newest);
	if (is_newest) {
		*has_moved = !address_equal(&session->client, &p->source);
		session->client = p->source;
		session->client_port = p->source_port;
		session->relay = p->target;
	}
	if (reason == FORWARDED)
		session->last_seen = now;
	bpf_spin_unlock(&session->lock);
	return reason;
}

#endif
