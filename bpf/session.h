/* Sessions: what the relay remembers of a ticket between its first packet and its expiry.
 *
 * A ticket's T is the output of a PRF, so it is its own hash: one part picks a set of SESSION_WAYS
 * ways, another is the mark of the way that leads to the session. A set that is full refuses
 * further tickets: with 2.5 ways for each session, as the control plane makes it, that befalls one
 * new ticket in 2,500 when all sessions that the relay was set up for are there, and one in a
 * million when half of them are. */
#ifndef LUMENLINK_SESSION_H
#define LUMENLINK_SESSION_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "bytes.h"
#include "hop.h"
#include "instant.h"
#include "limit.h"
#include "maps.h"
#include "parse.h"
#include "replay.h"
#include "ticket.h"
#include "user.h"

/* A session's place is given away only so long after its ticket's expiry: no packet that found it
 * alive is still under way then. */
#define SESSION_GRACE 2 /* seconds */

static __always_inline __u32 session_set_of(__u64 t)
{
	return (__u32)(((t & 0xffffffff) * config.session_sets) >> 32);
}

static __always_inline __u8 session_mark(__u64 t)
{
	__u8 mark = (__u8)(t >> 56);

	return mark ? mark : 1;
}

#define EACH_BYTE 0x0101010101010101ULL

/* Returns a word with the highest bit of each byte set that may be `mark` in `marks`: of all that
 * are, and perhaps of some above one that is. */
static __always_inline __u64 marks_match(__u64 marks, __u8 mark)
{
	__u64 difference = marks ^ (EACH_BYTE * mark);

	return (difference - EACH_BYTE) & ~difference & (EACH_BYTE << 7);
}

/* Returns which byte the lowest bit of such a word is in. */
static __always_inline __u32 marks_lowest(__u64 match)
{
	return (__u32)((((match & -match) >> 7) * 0x0001020304050607ULL) >> 56);
}

static __always_inline struct session *session_at(__u32 index)
{
	return bpf_map_lookup_elem(&session_map, &index);
}

/* Functions that are not static are verified once, by themselves, instead of on every path that
 * leads to a call. They take numbers only: pointers are allowed from Linux 5.12 on. */

static __always_inline struct session_marks *marks_of(__u32 set_index)
{
	return bpf_map_lookup_elem(&session_mark_map, &set_index);
}

static __always_inline struct session_set *set_of(__u32 set_index)
{
	return bpf_map_lookup_elem(&session_set_map, &set_index);
}

/* Returns the index of a ticket's session and one; 0 if there is none. */
__noinline __u32 session_look_up(__u64 t)
{
	__u32 set_index = session_set_of(t);
	const struct session_marks *marks = marks_of(set_index);
	const struct session_set *set;
	__u8 mark = session_mark(t);
	__u64 match, other;

	if (!marks)
		return 0;
	match = marks_match(load_unaligned64(marks->mark), mark);
	other = marks_match(load_unaligned64(marks->mark + 8), mark);
	if (!(match | other))
		return 0;
	set = set_of(set_index);
	if (!set)
		return 0;
	for (__u32 i = 0, base = 0; i <= SESSION_WAYS; i++) {
		const struct session *session;
		__u32 way;

		if (!match) {
			match = other;
			other = 0;
			base = 8;
		}
		if (!match)
			break;
		way = base + marks_lowest(match);
		if (way >= SESSION_WAYS)
			break;
		session = session_at(set->session[way]);
		if (session && session->t == t)
			return set->session[way] + 1;
		match &= match - 1;
	}
	return 0;
}

/* Returns a ticket's session and its index in session_map, or NULL. Most packets find it where the
 * first mark that fits leads to; session_look_up() tries the others. */
static __always_inline struct session *session_find(__u64 t, __u32 *index)
{
	__u32 set_index = session_set_of(t), way, base = 0, found;
	const struct session_marks *marks = bpf_map_lookup_elem(&session_mark_map, &set_index);
	const struct session_set *set;
	struct session *session;
	__u64 match, other;

	if (!marks)
		return NULL;
	match = marks_match(load_unaligned64(marks->mark), session_mark(t));
	other = marks_match(load_unaligned64(marks->mark + 8), session_mark(t));
	if (!match) {
		if (!other)
			return NULL;
		match = other;
		base = 8;
	}
	set = bpf_map_lookup_elem(&session_set_map, &set_index);
	way = base + marks_lowest(match);
	if (!set || way >= SESSION_WAYS)
		return NULL;
	*index = set->session[way];
	session = bpf_map_lookup_elem(&session_map, index);
	if (session && session->t == t)
		return session;
	found = session_look_up(t);
	*index = found - 1;
	return found ? session_at(*index) : NULL;
}

/* Returns the session that a flow belongs to; NULL if it is over and its place another's. */
static __always_inline struct session *session_of(const struct flow_entry *entry)
{
	struct session *session = session_at(entry->session);

	return session && session->t == entry->t ? session : NULL;
}

static __always_inline int session_has_ticket(const struct session *session,
					      const struct ticket *ticket)
{
	return load_unaligned64(session->ticket_body) == load_unaligned64(ticket->c) &&
	       load_unaligned32(session->ticket_body + 8) == ticket->c[2];
}

/* Whether a session's place may be another's. */
static __always_inline int session_is_over(const struct session *session, __u32 wall_seconds)
{
	return session->expires_at + SESSION_GRACE < wall_seconds;
}

/* Returns a way of a set that leads to a session that is over, else a free one, else SESSION_WAYS.
 */
__noinline __u32 session_find_way(__u32 set_index, __u32 wall_seconds)
{
	const struct session_marks *marks = marks_of(set_index);
	const struct session_set *set = set_of(set_index);
	__u32 found = SESSION_WAYS;

	if (!set || !marks)
		return SESSION_WAYS;
	for (__u32 way = 0; way < SESSION_WAYS; way++) {
		const struct session *session = session_at(set->session[way]);

		if (marks->mark[way] && session && session_is_over(session, wall_seconds))
			return way;
		if (!marks->mark[way] && found == SESSION_WAYS)
			found = way;
	}
	return found;
}

/* Takes a place that no session ever had; returns its index, config.sessions if there are no more.
 */
static __always_inline __u32 pool_take(void)
{
	__u32 zero = 0, index = config.sessions;
	struct session_pool *pool = bpf_map_lookup_elem(&session_pool_map, &zero);

	if (!pool)
		return index;
	bpf_spin_lock(&pool->lock);
	if (pool->next < config.sessions)
		index = pool->next++;
	bpf_spin_unlock(&pool->lock);
	return index;
}

/* Takes the place of a session that is over from a set; returns as pool_take(). */
static __always_inline __u32 set_take(__u32 set_index, __u32 wall_seconds)
{
	struct session_marks *marks = marks_of(set_index);
	struct session_set *set = set_of(set_index);
	__u32 way = session_find_way(set_index, wall_seconds), index;
	const struct session *session;
	int is_taken = 0;

	if (!set || !marks || way >= SESSION_WAYS)
		return config.sessions;
	index = set->session[way];
	session = session_at(index);
	if (!session)
		return config.sessions;
	bpf_spin_lock(&set->lock);
	if (marks->mark[way] && set->session[way] == index &&
	    session_is_over(session, wall_seconds)) {
		marks->mark[way] = 0;
		is_taken = 1;
	}
	bpf_spin_unlock(&set->lock);
	return is_taken ? index : config.sessions;
}

#define STEAL_SETS 8

/* Returns the index of a place for a new session: one that was never used, or one from the sets
 * after this; config.sessions if there is none. */
__noinline __u32 session_take_place(__u32 set_index, __u32 wall_seconds)
{
	__u32 index = pool_take();

	for (__u32 step = 1; step <= STEAL_SETS && index >= config.sessions; step++)
		index = set_take((set_index + step) % config.session_sets, wall_seconds);
	return index;
}

struct session_place {
	__u32 index; /* of session_map */
	__u32 is_new;
};

/* Makes the session of a ticket whose packet was authenticated, or returns the one that another CPU
 * has made just now; NULL if there is no room. Never takes the place of a live session. Sets
 * `index`, and `is_new` to which of both. */
static __noinline struct session *session_make(const struct ticket *ticket,
					       const struct claims *claims, __u32 slot,
					       __u32 wall_seconds, struct session_place *place)
{
	__u32 set_index, way, fresh = config.sessions;
	struct session_marks *marks;
	struct session_set *set;
	struct session *session;

	if (!ticket || !claims || !place)
		return NULL;
	place->is_new = 0;
	set_index = session_set_of(ticket->t);
	marks = marks_of(set_index);
	set = set_of(set_index);
	if (!marks || !set)
		return NULL;
	/* Another CPU may come in between the look and the lock, and take the way. */
	for (int attempt = 0; attempt < 4; attempt++) {
		__u8 mark;

		session = session_find(ticket->t, &place->index);
		if (session)
			return session;
		way = session_find_way(set_index, wall_seconds);
		if (way >= SESSION_WAYS)
			return NULL;
		mark = marks->mark[way];
		if (mark) {
			place->index = set->session[way];
		} else {
			if (fresh >= config.sessions)
				fresh = session_take_place(set_index, wall_seconds);
			place->index = fresh;
		}
		session = session_at(place->index);
		if (!session)
			return NULL;
		bpf_spin_lock(&set->lock);
		if (marks->mark[way] == mark &&
		    (!mark || (set->session[way] == place->index &&
			       session_is_over(session, wall_seconds)))) {
			place->is_new = 1;
			__builtin_memset(session, 0, sizeof(*session));
			session->key[0] = claims->key[0];
			session->key[1] = claims->key[1];
			__builtin_memcpy(session->ticket_body, ticket->c,
					 sizeof(session->ticket_body));
			session->expires_at = claims->expires_at;
			session->user_id = claims->user_id;
			session->user_slot = slot;
			session->generation = claims->generation;
			/* Last: others know the session by it. */
			*(volatile __u64 *)&session->t = ticket->t;
			set->session[way] = place->index;
			marks->mark[way] = session_mark(ticket->t);
		}
		bpf_spin_unlock(&set->lock);
		if (place->is_new)
			return session;
	}
	return NULL;
}

/* Gives up a session that has just been made: its place is free for others. */
static __always_inline void session_unmake(struct session *session)
{
	session->t = 0;
	session->expires_at = 0;
}

/* Moves the session to where a packet came from (roaming); returns whether that is another place
 * than before; the first is one. Call with the user's slot locked. */
static __always_inline int session_move(struct session *session, const struct packet *p,
					__u32 relay_local)
{
	if (session->client_port == p->source_port && session->relay_local == relay_local &&
	    address_equal(&session->client, &p->source))
		return 0;
	session->client = p->source;
	session->client_port = p->source_port;
	session->relay_local = (__u8)relay_local;
	session->hop.port = 0;
	return 1;
}

#endif
