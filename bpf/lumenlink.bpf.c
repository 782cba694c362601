/* The relay's XDP program: one entry, one code path for IPv4 and IPv6.
 *
 *            parse --- no UDP --- ICMP about a flow of ours? --- no --> pass
 *              |
 *     for the relay's port and address?                 in the egress port range?
 *              | to_destination                              | to_client
 *          deny list                                    return table, deny list
 *     session or ticket, expiry, user, tag                 session, user
 *     replay window, roaming, limits                        limits
 *              \_______________ route, rewrite ______________/
 *                                      |
 *                          count once, then drop, transmit or redirect
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "accept.h"
#include "address.h"
#include "count.h"
#include "egress.h"
#include "flood.h"
#include "header.h"
#include "hop.h"
#include "icmp.h"
#include "icmp_relay.h"
#include "instant.h"
#include "latency.h"
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

/* Has the way back to a client's new address resolved before the first answer needs it; returns 0
 * if the user is busy. Uses `d` for that and fills it again: a departure of its own would take more
 * stack than Linux 5.10 grants.
 */
static __noinline int prepare_return(struct xdp_md *ctx, const struct packet *p,
				     struct user_slot *slot, struct departure *d, __u64 now)
{
	__be16 source_port;
	__u32 ifindex;

	if (!p || !slot || !d)
		return 0;
	source_port = d->source_port;
	d->source = p->target;
	d->target = p->source;
	d->source_port = 0;
	d->target_port = 0;
	route(ctx, d, 0, now, &ifindex);
	d->source_port = source_port;
	if (!slot_lock(slot))
		return 0;
	slot_way(slot, d);
	slot_unlock(slot);
	return 1;
}

/* IPv6 demands a UDP checksum, and summing up the whole payload here would cost too much. */
static __always_inline int needs_checksum(const struct packet *p, const struct departure *d)
{
	return !p->checksum && !address_is_ipv4(&d->target);
}

/* Finds the way to d->target for a packet; what does not fit is answered. Sets `ifindex` as route()
 * does. */
static __always_inline enum verdict_reason find_way(struct xdp_md *ctx, const struct packet *p,
						    struct departure *d, __u64 now, __u32 *ifindex)
{
	enum verdict_reason reason = route(ctx, d, departing_length(p, d), now, ifindex);

	return reason == TOO_BIG ? icmp_answer(ctx, p, d, ICMP_TOO_BIG, now) : reason;
}

/* Makes the session of a ticket, in one of the user's places. Returns FORWARDED,
 * SESSION_TABLE_FULL, SESSIONS_EXCEEDED or USER_BUSY. */
static __always_inline enum verdict_reason
begin_session(const struct sealed *sealed, const struct claims *claims,
	      const struct user_entry *user, struct user_slot *slot, const struct instant *instant,
	      struct session **session, struct session_place *place)
{
	struct session *made =
		session_make(&sealed->ticket, claims, user->slot, instant->wall_seconds, place);

	if (!made)
		return SESSION_TABLE_FULL;
	if (place->is_new) {
		enum verdict_reason reason = slot_take_session(
			slot, user, claims->generation, claims->expires_at, instant->wall_seconds);

		if (reason != FORWARDED) {
			session_unmake(made);
			return reason;
		}
		event_about_user(EVENT_SESSION_MADE, claims->user_id, FORWARDED);
	}
	*session = made;
	return FORWARDED;
}

/* A packet for the relay's own port. */
static __always_inline enum verdict_reason
to_destination(struct xdp_md *ctx, const struct packet *p, struct scratch *scratch)
{
	struct departure *d = &scratch->departure;
	struct user_entry *user = NULL;
	struct user_slot *slot = NULL;
	enum verdict_reason reason;
	struct session *session;
	struct sealed *sealed = &scratch->sealed;
	struct claims *claims = &scratch->claims;
	struct instant instant;
	struct way way = {};
	__u64 number = 0;
	struct session_place place = {};
	const struct relay_header *header;
	__u32 local;

	local = local_of(scratch, &p->target, p->is_ipv6);
	if (!local)
		return NOT_OURS;
	if (flood_denies(p))
		return DENIED;
	if (p->is_fragment)
		return FRAGMENT;
	if (p->is_malformed)
		return MALFORMED;
	header = header_find(ctx, p, sealed);
	if (!header)
		return MALFORMED;
	session = session_find(sealed->ticket.t, &place.index);
	if (!session) {
		reason = flood_admit(p);
		if (reason != FORWARDED)
			return reason;
	}
	header_read(ctx, p, header, sealed);
	if (!instant_read(scratch, &instant))
		return INTERNAL;
	if (session) {
		if (!session_has_ticket(session, &sealed->ticket))
			return TICKET_UNKNOWN;
		claims->user_id = session->user_id;
		claims->expires_at = session->expires_at;
		claims->generation = session->generation;
		claims->key[0] = session->key[0];
		claims->key[1] = session->key[1];
		slot = bpf_map_lookup_elem(&user_slot_map, &session->user_slot);
	} else if (!ticket_open(&sealed->ticket, claims)) {
		return TICKET_UNKNOWN;
	}
	if (claims->expires_at <= instant.wall_seconds)
		return TICKET_EXPIRED;
	if (slot)
		slot_expect(slot, DIRECTION_TO_DESTINATION);
	if (!slot || !slot_admits(slot, claims->user_id, claims->generation, instant.epoch)) {
		user = bpf_map_lookup_elem(&user_map, &claims->user_id);
		reason = admit(user, claims->generation);
		if (reason != FORWARDED)
			return reason;
	}
	reason = header_verify(sealed, claims->key, &number);
	if (reason != FORWARDED)
		return reason;

	/* Authentic from here on: state may change. */
	if (user) {
		slot = slot_of(user);
		reason = slot_renew(slot, user, claims->user_id, instant.epoch);
		if (reason != FORWARDED)
			return reason;
		if (!session) {
			reason = begin_session(sealed, claims, user, slot, &instant, &session,
					       &place);
			if (reason != FORWARDED)
				return reason;
		}
		session->user_slot = user->slot;
	}
	if (!session || !slot)
		return INTERNAL;
	reason = accept_from_client(session, slot, p, number, sealed->payload_length, local,
				    &instant, d, &way);
	if (reason == OVER_PACKET_LIMIT || reason == OVER_BYTE_LIMIT)
		reason = slot_charge_again(slot, session->user_slot, DIRECTION_TO_DESTINATION,
					   p->ip_length, scratch);
	if (reason != FORWARDED)
		return reason;
	if (way.has_moved) {
		icmp_expect(p, sealed->ticket.t, place.index);
		if (!prepare_return(ctx, p, slot, d, instant.now))
			return USER_BUSY;
	}
	if (p->ttl <= 1)
		return icmp_answer(ctx, p, d, ICMP_TTL_EXCEEDED, instant.now);
	if (needs_checksum(p, d))
		return CHECKSUM_MISSING;
	d->strip = sealed->strip;
	way.has_port = way.has_port && local_address(way.local, &d->source);
	if (way.is_fresh && way.has_port && route_by_port(d))
		return FORWARDED;
	reason = find_way(ctx, p, d, instant.now, &local);
	if (reason == FORWARDED && !way.has_port)
		reason = egress_take(session, place.index, d, local);
	if (reason == FORWARDED)
		keep_way_to_destination(session, slot, d, &way, sealed->payload_length,
					instant.hop_time);
	return reason;
}

/* An answer of a destination, or a packet that only looks like one and is not ours. */
static __always_inline enum verdict_reason to_client(struct xdp_md *ctx, const struct packet *p,
						     struct scratch *scratch)
{
	struct flow flow = {
		.remote = p->source,
		.local = p->target,
		.remote_port = p->source_port,
		.local_port = p->target_port,
	};
	struct departure *d = &scratch->departure;
	const struct flow_entry *entry;
	enum verdict_reason reason;
	struct user_entry *user;
	struct session *session;
	struct user_slot *slot;
	struct instant instant;
	struct way way = {};
	__u32 ifindex;

	entry = bpf_map_lookup_elem(&return_map, &flow);
	if (!entry)
		return NOT_OURS;
	if (flood_denies(p))
		return DENIED;
	if (p->is_fragment)
		return FRAGMENT;
	if (p->is_malformed)
		return MALFORMED;
	if (!instant_read(scratch, &instant))
		return INTERNAL;
	session = session_of(entry);
	if (!session || session->expires_at <= instant.wall_seconds)
		return RETURN_EXPIRED;
	slot = bpf_map_lookup_elem(&user_slot_map, &session->user_slot);
	if (slot)
		slot_expect(slot, DIRECTION_TO_CLIENT);
	if (!slot || !slot_admits(slot, session->user_id, session->generation, instant.epoch)) {
		user = bpf_map_lookup_elem(&user_map, &session->user_id);
		if (admit(user, session->generation) != FORWARDED)
			return RETURN_EXPIRED;
		slot = slot_of(user);
		reason = slot_renew(slot, user, session->user_id, instant.epoch);
		if (reason != FORWARDED)
			return reason;
	}
	reason = accept_from_destination(session, slot, p, &instant, d, &way);
	if (reason == OVER_PACKET_LIMIT || reason == OVER_BYTE_LIMIT)
		reason = slot_charge_again(slot, session->user_slot, DIRECTION_TO_CLIENT,
					   p->ip_length, scratch);
	if (reason == OVER_PACKET_LIMIT)
		return RETURN_OVER_PACKET_LIMIT;
	if (reason == OVER_BYTE_LIMIT)
		return RETURN_OVER_BYTE_LIMIT;
	if (reason != FORWARDED)
		return reason;
	d->source_port = config.relay_port;
	if (!local_address(way.local, &d->source))
		return RETURN_EXPIRED;
	if (p->ttl <= 1)
		return TTL_EXCEEDED;
	if (needs_checksum(p, d))
		return CHECKSUM_MISSING;
	if (way.is_fresh && route_by_port(d))
		return RETURNED;
	reason = find_way(ctx, p, d, instant.now, &ifindex);
	if (reason != FORWARDED)
		return reason;
	keep_way_to_client(session, slot, d, p->payload_length, instant.hop_time);
	return RETURNED;
}

static __always_inline enum verdict_reason handle(struct xdp_md *ctx, struct scratch *scratch)
{
	enum verdict_reason reason = NOT_OURS;
	struct packet *packet = &scratch->packet;

	__builtin_memset(packet, 0, sizeof(*packet));
	__builtin_memset(&scratch->departure, 0, sizeof(scratch->departure));
	if (!parse(ctx, scratch, packet))
		return icmp_relay(ctx, scratch);
	scratch->departure.ipv6_flow = packet->ipv6_flow;
	if (packet->target_port == config.relay_port)
		reason = to_destination(ctx, packet, scratch);
	else if ((__u16)(bpf_ntohs(packet->target_port) - config.egress_port_first) <
		 config.egress_port_count)
		reason = to_client(ctx, packet, scratch);
	if (reason == FORWARDED || reason == RETURNED) {
		if (rewrite(ctx, packet, &scratch->departure) != FORWARDED)
			return INTERNAL;
	}
	return reason;
}

SEC("xdp")
int relay(struct xdp_md *ctx)
{
	__u64 bytes = ctx->data_end - ctx->data;
	struct scratch *scratch = scratch_room();
	enum verdict_reason reason;
	__u64 began;

	/* Else the compiler keeps one end of the packet on the stack, as 32 bits, which the
	 * verifier refuses of a packet pointer. */
	asm volatile("" : "+r"(bytes));
	if (!scratch)
		return XDP_ABORTED;
	began = latency_begin(scratch);
	reason = handle(ctx, scratch);
	count(reason, bytes);
	if (began && (reason == FORWARDED || reason == RETURNED))
		latency_end(began);
	switch (reason) {
	case NOT_OURS:
		return XDP_PASS;
	case FORWARDED:
	case RETURNED:
	case TOO_BIG_ANSWERED:
	case TTL_EXCEEDED_ANSWERED:
	case ICMP_FORWARDED:
	case ICMP_RETURNED:
		return depart(ctx, &scratch->departure);
	case INTERNAL:
		return XDP_ABORTED;
	default:
		return XDP_DROP;
	}
}

/* bpf_fib_lookup is for GPL-compatible programs. */
char relay_license[] SEC("license") = "Dual MIT/GPL";
