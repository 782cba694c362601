/* The relay's XDP program: one entry, one code path for IPv4 and IPv6.
 *
 *            parse --- no UDP --- ICMP about a flow of ours? --- no --> pass
 *              |
 *     for the relay's port and address?                 in the egress port range?
 *              | to_destination                              | to_client
 *          deny list                                    return table, deny list
 *     session or ticket, expiry, user, tag                 session, user
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
#include "flood.h"
#include "header.h"
#include "hop.h"
#include "icmp.h"
#include "icmp_relay.h"
#include "instant.h"
#include "limit.h"
#include "local.h"
#include "maps.h"
#include "parse.h"
#include "rewrite.h"
#include "route.h"
#include "scratch.h"
#include "session.h"
#include "ticket.h"
#include "user.h"

/* Has the way back to a client's new address resolved before the first answer needs it. Uses `d`
 * for that and fills it again: a departure of its own would take more stack than Linux 5.10 grants
 * the whole chain of calls (512 bytes, each frame rounded up to 32). */
static __always_inline void prepare_return(struct xdp_md *ctx, const struct packet *p,
					   struct session *session, struct departure *d, __u64 now)
{
	d->source = p->target;
	d->target = p->source;
	d->source_port = 0;
	d->target_port = 0;
	route(ctx, d, 0, now);
	bpf_spin_lock(&session->lock);
	session_way(session, d);
	bpf_spin_unlock(&session->lock);
}

/* IPv6 demands a UDP checksum, and summing up the whole payload here would cost too much. */
static __always_inline int needs_checksum(const struct packet *p, const struct departure *d)
{
	return !p->checksum && !address_is_ipv4(&d->target);
}

/* Finds the way to d->target, the user's destination, with an egress port of the session's own. */
static __always_inline enum verdict_reason
find_way(struct xdp_md *ctx, const struct packet *p, const struct user_entry *user,
	 struct session *session, __u64 t, const struct instant *instant, struct departure *d)
{
	enum verdict_reason reason;

	reason = route(ctx, d, departing_length(p, d), instant->now);
	if (reason == TOO_BIG)
		return icmp_answer(ctx, p, d, ICMP_TOO_BIG, instant->now);
	if (reason != FORWARDED)
		return reason;
	if (!egress_is_held(session, user)) {
		reason = egress_take(session, user, t, d->ifindex);
		if (reason != FORWARDED)
			return reason;
	}
	d->source = session->egress;
	d->source_port = session->egress_port;
	session_keep_hop(session, DIRECTION_TO_DESTINATION, d, instant,
			 p->payload_length - d->strip);
	return FORWARDED;
}

/* A packet for the relay's own port. */
static __always_inline enum verdict_reason
to_destination(struct xdp_md *ctx, const struct packet *p, struct departure *d)
{
	struct user_entry *user = NULL;
	enum verdict_reason reason;
	struct rate_limit *limit;
	struct session *session;
	struct sealed sealed = {};
	struct claims claims = {};
	struct instant instant;
	int is_fresh = 0, has_moved = 0;
	__u64 number = 0;
	int is_denied = flood_denies(p);

	if (is_denied || p->is_fragment || p->is_malformed || !header_read(ctx, p, &sealed)) {
		if (!is_relay_address(&p->target))
			return NOT_OURS;
		if (is_denied)
			return DENIED;
		return p->is_fragment ? FRAGMENT : MALFORMED;
	}
	session = bpf_map_lookup_elem(&session_map, &sealed.ticket.t);
	/* A session knows the address that its client sends to. */
	if (!session || !address_equal(&session->relay, &p->target)) {
		if (!is_relay_address(&p->target))
			return NOT_OURS;
	}
	if (!session) {
		reason = flood_admit(p);
		if (reason != FORWARDED)
			return reason;
	}
	if (!instant_read(&instant))
		return INTERNAL;
	if (session) {
		if (!session_has_ticket(session, &sealed.ticket))
			return TICKET_UNKNOWN;
		claims.user_id = session->user_id;
		claims.expires_at = session->expires_at;
		claims.generation = session->generation;
		claims.key[0] = session->key[0];
		claims.key[1] = session->key[1];
		is_fresh = hop_is_fresh(&session->hop[DIRECTION_TO_DESTINATION], &instant,
					sealed.payload_length);
	} else if (!ticket_open(&sealed.ticket, &claims)) {
		return TICKET_UNKNOWN;
	}
	if (claims.expires_at <= instant.wall_seconds)
		return TICKET_EXPIRED;
	if (!is_fresh) {
		user = bpf_map_lookup_elem(&user_map, &claims.user_id);
		reason = admit(user, claims.generation);
		if (reason != FORWARDED)
			return reason;
	}
	reason = header_verify(&sealed, claims.key, &number);
	if (reason != FORWARDED)
		return reason;

	/* Authentic from here on: state may change. */
	limit = limit_of(claims.user_id);
	if (!limit)
		return LIMIT_TABLE_FULL;
	if (!session && user) {
		reason = session_create(&sealed.ticket, &claims, limit, user->max_sessions,
					instant.wall_seconds);
		if (reason != FORWARDED)
			return reason;
		session = bpf_map_lookup_elem(&session_map, &sealed.ticket.t);
	}
	if (!session)
		return SESSION_TABLE_FULL;
	reason = session_accept(session, p, number, instant.now, d, &has_moved);
	if (reason != FORWARDED)
		return reason;
	if (has_moved) {
		icmp_expect(p, &sealed.ticket.t);
		prepare_return(ctx, p, session, d, instant.now);
	}
	reason = limit_charge(limit, DIRECTION_TO_DESTINATION, p->ip_length, instant.now);
	if (reason != FORWARDED)
		return reason;
	if (p->ttl <= 1)
		return icmp_answer(ctx, p, d, ICMP_TTL_EXCEEDED, instant.now);
	if (user) {
		d->target = user->destination;
		d->target_port = user->destination_port;
	}
	if (needs_checksum(p, d))
		return CHECKSUM_MISSING;
	d->strip = sealed.strip;
	return user ? find_way(ctx, p, user, session, sealed.ticket.t, &instant, d) : FORWARDED;
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
	struct next_hop *hop;
	struct user_entry *user;
	struct rate_limit *limit;
	struct session *session;
	struct instant instant;
	enum verdict_reason reason;
	int is_fresh;
	__u64 *t;

	t = bpf_map_lookup_elem(&return_map, &flow);
	if (!t)
		return NOT_OURS;
	if (flood_denies(p))
		return DENIED;
	if (p->is_fragment)
		return FRAGMENT;
	if (p->is_malformed)
		return MALFORMED;
	if (!instant_read(&instant))
		return INTERNAL;
	session = bpf_map_lookup_elem(&session_map, t);
	if (!session || session->expires_at <= instant.wall_seconds)
		return RETURN_EXPIRED;
	hop = &session->hop[DIRECTION_TO_CLIENT];
	is_fresh = hop_is_fresh(hop, &instant, p->payload_length);
	if (!is_fresh) {
		user = bpf_map_lookup_elem(&user_map, &session->user_id);
		if (admit(user, session->generation) != FORWARDED)
			return RETURN_EXPIRED;
	}
	limit = limit_of(session->user_id);
	if (!limit)
		return LIMIT_TABLE_FULL;
	reason = limit_charge(limit, DIRECTION_TO_CLIENT, p->ip_length, instant.now);
	if (reason != FORWARDED)
		return reason == OVER_PACKET_LIMIT ? RETURN_OVER_PACKET_LIMIT
						   : RETURN_OVER_BYTE_LIMIT;
	session_answer(session, instant.now, d);
	if (p->ttl <= 1)
		return TTL_EXCEEDED;
	if (needs_checksum(p, d))
		return CHECKSUM_MISSING;
	if (is_fresh)
		return RETURNED;
	reason = route(ctx, d, departing_length(p, d), instant.now);
	if (reason == TOO_BIG)
		return icmp_answer(ctx, p, d, ICMP_TOO_BIG, instant.now);
	if (reason != FORWARDED)
		return reason;
	session_keep_hop(session, DIRECTION_TO_CLIENT, d, &instant, p->payload_length);
	return RETURNED;
}

static __always_inline enum verdict_reason handle(struct xdp_md *ctx, struct departure *d)
{
	enum verdict_reason reason = NOT_OURS;
	struct packet packet = {};

	if (!parse(ctx, &packet))
		return icmp_relay(ctx, d);
	d->ipv6_flow = packet.ipv6_flow;
	if (packet.target_port == config.relay_port)
		reason = to_destination(ctx, &packet, d);
	else if ((__u16)(bpf_ntohs(packet.target_port) - config.egress_port_first) <
		 config.egress_port_count)
		reason = to_client(ctx, &packet, d);
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
	struct departure *departure = scratch_departure();
	enum verdict_reason reason;

	/* Else the compiler keeps one end of the packet on the stack, as 32 bits, which the
	 * verifier refuses of a packet pointer. */
	asm volatile("" : "+r"(bytes));
	reason = departure ? handle(ctx, departure) : INTERNAL;
	count(reason, bytes);
	switch (reason) {
	case NOT_OURS:
		return XDP_PASS;
	case FORWARDED:
	case RETURNED:
	case TOO_BIG_ANSWERED:
	case TTL_EXCEEDED_ANSWERED:
	case ICMP_FORWARDED:
	case ICMP_RETURNED:
		return departure ? depart(ctx, departure) : XDP_ABORTED;
	case INTERNAL:
		return XDP_ABORTED;
	default:
		return XDP_DROP;
	}
}

/* bpf_fib_lookup is for GPL-compatible programs. */
char relay_license[] SEC("license") = "Dual MIT/GPL";
