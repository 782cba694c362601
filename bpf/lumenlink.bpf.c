/* The relay's XDP program: one entry, one code path for IPv4 and IPv6.
 *
 *            parse --- no UDP ----------------------------------------> pass
 *              |
 *     for the relay's port and address?                 in the egress port range?
 *              | to_destination                              | to_client
 *     session or ticket, expiry, user, tag              return table, session, user
 *     replay window, roaming                                 |
 *              \_______________ limits, route, rewrite ______/
 *                                      |
 *                          count once, then drop, transmit or redirect
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "address.h"
#include "count.h"
#include "egress.h"
#include "header.h"
#include "limit.h"
#include "maps.h"
#include "parse.h"
#include "rewrite.h"
#include "route.h"
#include "session.h"
#include "ticket.h"

/* The two clocks of one packet. */
struct instant {
	__u64 now;          /* ns of CLOCK_MONOTONIC */
	__u32 wall_seconds; /* Unix */
};

static __always_inline int read_clock(struct instant *instant)
{
	__u32 zero = 0;
	struct wall_clock *wall = bpf_map_lookup_elem(&clock_map, &zero);

	if (!wall)
		return 0;
	instant->now = bpf_ktime_get_ns();
	instant->wall_seconds = (__u32)((instant->now + wall->offset) / NSEC_PER_SEC);
	return 1;
}

/* Whether the user is registered, enabled, and has not revoked this generation of tickets. */
static __always_inline enum verdict_reason admit(const struct user_entry *user, __u16 generation)
{
	if (!user)
		return USER_UNKNOWN;
	if (!user->enabled)
		return USER_DISABLED;
	return user->generation == generation ? FORWARDED : TICKET_REVOKED;
}

/* Has the way back to a client's new address resolved before the first answer needs it. `room` is
 * still unused, and is left empty: a departure of its own would take more stack than Linux 5.10
 * grants the whole chain of calls (512 bytes, each frame rounded up to 32). */
static __always_inline void prepare_return(struct xdp_md *ctx, const struct packet *p,
					   struct departure *room, __u64 now)
{
	room->source = p->target;
	room->target = p->source;
	route(ctx, p, room, 0, now);
	__builtin_memset(room, 0, sizeof(*room));
}

/* A packet for the relay's own address and port. */
static __always_inline enum verdict_reason
to_destination(struct xdp_md *ctx, const struct packet *p, struct departure *d)
{
	enum verdict_reason reason;
	struct user_entry *user;
	struct rate_limit *limit;
	struct session *session;
	struct sealed sealed = {};
	struct claims claims = {};
	struct instant instant;
	__u64 number = 0;
	int has_moved = 0;

	if (p->is_fragment)
		return FRAGMENT;
	if (p->is_malformed || !header_read(ctx, p, &sealed))
		return MALFORMED;
	if (!read_clock(&instant))
		return INTERNAL;

	session = bpf_map_lookup_elem(&session_map, &sealed.ticket.t);
	if (session) {
		if (!session_has_ticket(session, &sealed.ticket))
			return TICKET_UNKNOWN;
		claims.user_id = session->user_id;
		claims.expires_at = session->expires_at;
		claims.generation = session->generation;
		claims.key[0] = session->key[0];
		claims.key[1] = session->key[1];
	} else if (!ticket_open(&sealed.ticket, &claims)) {
		return TICKET_UNKNOWN;
	}
	if (claims.expires_at <= instant.wall_seconds)
		return TICKET_EXPIRED;
	user = bpf_map_lookup_elem(&user_map, &claims.user_id);
	reason = admit(user, claims.generation);
	if (reason != FORWARDED || !user)
		return reason;
	reason = header_verify(&sealed, claims.key, &number);
	if (reason != FORWARDED)
		return reason;

	/* Authentic from here on: state may change. */
	limit = limit_of(claims.user_id);
	if (!limit)
		return LIMIT_TABLE_FULL;
	if (!session) {
		reason = session_create(&sealed.ticket, &claims, limit, user->max_sessions,
					instant.wall_seconds);
		if (reason != FORWARDED)
			return reason;
		session = bpf_map_lookup_elem(&session_map, &sealed.ticket.t);
		if (!session)
			return SESSION_TABLE_FULL;
	}
	reason = session_accept(session, p, number, instant.now, &has_moved);
	if (reason != FORWARDED)
		return reason;
	if (has_moved)
		prepare_return(ctx, p, d, instant.now);
	reason = limit_charge(limit, DIRECTION_TO_DESTINATION, p->ip_length, instant.now);
	if (reason != FORWARDED)
		return reason;

	if (p->ttl <= 1)
		return TTL_EXCEEDED;
	if (p->is_ipv6 == address_is_ipv4(&user->destination))
		return FAMILY_MISMATCH;
	d->target = user->destination;
	d->target_port = user->destination_port;
	d->strip = RELAY_HEADER_LENGTH;
	reason = route(ctx, p, d, p->ip_length - RELAY_HEADER_LENGTH, instant.now);
	if (reason != FORWARDED)
		return reason;
	if (!egress_is_held(session, user)) {
		reason = egress_take(session, user, sealed.ticket.t, d->ifindex);
		if (reason != FORWARDED)
			return reason;
	}
	d->source = session->egress;
	d->source_port = session->egress_port;
	return FORWARDED;
}

/* An answer of a destination, or a packet that only looks like one and is not ours. */
static __always_inline enum verdict_reason to_client(struct xdp_md *ctx, const struct packet *p,
						     struct departure *d)
{
	struct flow flow = {
		.remote = p->source,
		.local = p->target,
		.remote_port = p->source_port,
		.local_port = p->target_port,
	};
	struct user_entry *user;
	struct rate_limit *limit;
	struct session *session;
	struct instant instant;
	enum verdict_reason reason;
	__u64 *t;

	t = bpf_map_lookup_elem(&return_map, &flow);
	if (!t)
		return NOT_OURS;
	if (p->is_fragment)
		return FRAGMENT;
	if (p->is_malformed)
		return MALFORMED;
	if (!read_clock(&instant))
		return INTERNAL;
	session = bpf_map_lookup_elem(&session_map, t);
	if (!session || session->expires_at <= instant.wall_seconds)
		return RETURN_EXPIRED;
	user = bpf_map_lookup_elem(&user_map, &session->user_id);
	if (admit(user, session->generation) != FORWARDED)
		return RETURN_EXPIRED;
	limit = limit_of(session->user_id);
	if (!limit)
		return LIMIT_TABLE_FULL;
	reason = limit_charge(limit, DIRECTION_TO_CLIENT, p->ip_length, instant.now);
	if (reason != FORWARDED)
		return reason == OVER_PACKET_LIMIT ? RETURN_OVER_PACKET_LIMIT
						   : RETURN_OVER_BYTE_LIMIT;

	bpf_spin_lock(&session->lock);
	d->source = session->relay;
	d->target = session->client;
	d->target_port = session->client_port;
	session->last_seen = instant.now;
	bpf_spin_unlock(&session->lock);
	d->source_port = config.relay_port;
	if (p->ttl <= 1)
		return TTL_EXCEEDED;
	if (p->is_ipv6 == address_is_ipv4(&d->target))
		return FAMILY_MISMATCH;
	reason = route(ctx, p, d, p->ip_length, instant.now);
	return reason == FORWARDED ? RETURNED : reason;
}

static __always_inline enum verdict_reason handle(struct xdp_md *ctx, struct departure *d)
{
	enum verdict_reason reason = NOT_OURS;
	struct packet packet = {};

	if (!parse(ctx, &packet))
		return NOT_OURS;
	if (packet.target_port == config.relay_port) {
		if (bpf_map_lookup_elem(&relay_address_map, &packet.target))
			reason = to_destination(ctx, &packet, d);
	} else if ((__u16)(bpf_ntohs(packet.target_port) - config.egress_port_first) <
		   config.egress_port_count) {
		reason = to_client(ctx, &packet, d);
	}
	if (reason == FORWARDED || reason == RETURNED) {
		if (rewrite(ctx, &packet, d) != FORWARDED)
			return INTERNAL;
	}
	return reason;
}

SEC("xdp")
int relay(struct xdp_md *ctx)
{
	__u64 bytes = ctx->data_end - ctx->data;
	struct departure departure = {};
	enum verdict_reason reason = handle(ctx, &departure);

	count(reason, bytes);
	switch (reason) {
	case NOT_OURS:
		return XDP_PASS;
	case FORWARDED:
	case RETURNED:
		return depart(ctx, &departure);
	case INTERNAL:
		return XDP_ABORTED;
	default:
		return XDP_DROP;
	}
}

/* bpf_fib_lookup is for GPL-compatible programs. */
char relay_license[] SEC("license") = "Dual MIT/GPL";
