/* ICMP errors about packets that the relay sent, passed on to whom they concern: to the client what
 * is said about its packets on their way from the relay, to the destination what is said about its
 * answers.
 */
#ifndef LUMENLINK_ICMP_RELAY_H
#define LUMENLINK_ICMP_RELAY_H

#include <bpf/bpf_helpers.h>
#include "cursor.h"
#include "icmp.h"
#include "instant.h"
#include "maps.h"
#include "session.h"
#include "user.h"

/* Remembers which session a client's address and port stand for. */
static __noinline int icmp_expect(const struct packet *p, __u64 t, __u32 session)
{
	struct flow_entry entry = {.t = t, .session = session};
	struct icmp_error *error = scratch_icmp_error();

	if (!error || !p)
		return 0;
	error->flow.remote = p->source;
	error->flow.remote_port = p->source_port;
	error->flow.local = p->target;
	error->flow.local_port = p->target_port;
	return !bpf_map_update_elem(&client_map, &error->flow, &entry, BPF_ANY);
}

/* Return an icmp_kind (RFC 7915, 4.2 and 5.2), or 0 for what is no error or not passed on. */

static __always_inline int icmp_kind_ipv4(__u8 type, __u8 code)
{
	if (type == ICMP_TIME_EXCEEDED)
		return code == ICMP_EXC_TTL ? ICMP_TTL_EXCEEDED : 0;
	if (type != ICMP_DEST_UNREACH)
		return 0;
	switch (code) {
	case ICMP_PORT_UNREACH:
		return ICMP_PORT_CLOSED;
	case ICMP_FRAG_NEEDED:
		return ICMP_TOO_BIG;
	case ICMP_NET_ANO:
	case ICMP_HOST_ANO:
	case ICMP_PKT_FILTERED:
	case ICMP_PREC_CUTOFF:
		return ICMP_PROHIBITED;
	case ICMP_NET_UNREACH:
	case ICMP_HOST_UNREACH:
		return ICMP_NO_ROUTE;
	default:
		return 0;
	}
}

static __always_inline int icmp_kind_ipv6(__u8 type, __u8 code)
{
	if (type == ICMPV6_TIME_EXCEED)
		return code == ICMPV6_EXC_HOPLIMIT ? ICMP_TTL_EXCEEDED : 0;
	if (type == ICMPV6_PKT_TOOBIG)
		return ICMP_TOO_BIG;
	if (type != ICMPV6_DEST_UNREACH)
		return 0;
	switch (code) {
	case ICMPV6_PORT_UNREACH:
		return ICMP_PORT_CLOSED;
	case ICMPV6_ADM_PROHIBITED:
		return ICMP_PROHIBITED;
	case ICMPV6_NOROUTE:
	case ICMPV6_NOT_NEIGHBOUR:
	case ICMPV6_ADDR_UNREACH:
		return ICMP_NO_ROUTE;
	default:
		return 0;
	}
}

/* Read an ICMP error about a UDP packet from `local` to `remote`, this being how return_map and
 * client_map name flows; return whether the frame is one. The ICMP checksum is not verified: to sum
 * a quote of any length has the kernel's verifier walk a quarter of a million instructions, and
 * what is read here has to fit a live flow in addresses and ports. */

static __always_inline int icmp_hear_ipv4(struct cursor *c, struct icmp_error *error)
{
	const struct iphdr *ip = cursor_take(c, sizeof(*ip));
	const struct icmphdr *icmp = cursor_take(c, sizeof(*icmp));
	const struct iphdr *quoted = cursor_take(c, sizeof(*quoted));
	const struct udphdr *udp = cursor_take(c, sizeof(*udp));

	if (!ip || !icmp || !quoted || !udp || ip->version != 4 || ip->ihl != 5 ||
	    ip->protocol != IPPROTO_ICMP ||
	    ip->frag_off & bpf_htons(IPV4_MORE_FRAGMENTS | IPV4_OFFSET_MASK))
		return 0;
	if (quoted->version != 4 || quoted->ihl != 5 || quoted->protocol != IPPROTO_UDP ||
	    quoted->frag_off & bpf_htons(IPV4_OFFSET_MASK) || quoted->saddr != ip->daddr)
		return 0;
	error->kind = icmp_kind_ipv4(icmp->type, icmp->code);
	if (!error->kind)
		return 0;
	if (error->kind == ICMP_TOO_BIG)
		error->mtu = bpf_ntohs(icmp->mtu);
	address_from_ipv4(&error->flow.remote, quoted->daddr);
	address_from_ipv4(&error->flow.local, quoted->saddr);
	error->flow.remote_port = udp->dest;
	error->flow.local_port = udp->source;
	error->udp_length = bpf_ntohs(udp->len);
	return 1;
}

static __always_inline int icmp_hear_ipv6(struct cursor *c, struct icmp_error *error)
{
	const struct ipv6hdr *ip = cursor_take(c, sizeof(*ip));
	const struct icmp6hdr *icmp = cursor_take(c, sizeof(*icmp));
	const struct ipv6hdr *quoted = cursor_take(c, sizeof(*quoted));
	const struct udphdr *udp = cursor_take(c, sizeof(*udp));
	struct address to;

	if (!ip || !icmp || !quoted || !udp || ip->version != 6 || ip->nexthdr != IPPROTO_ICMPV6)
		return 0;
	if (quoted->version != 6 || quoted->nexthdr != IPPROTO_UDP)
		return 0;
	error->kind = icmp_kind_ipv6(icmp->icmp6_type, icmp->icmp6_code);
	if (!error->kind)
		return 0;
	if (error->kind == ICMP_TOO_BIG)
		error->mtu = bpf_ntohl(icmp->icmp6_mtu);
	__builtin_memcpy(&to, &ip->daddr, sizeof(to));
	__builtin_memcpy(&error->flow.local, &quoted->saddr, sizeof(error->flow.local));
	if (!address_equal(&to, &error->flow.local))
		return 0;
	__builtin_memcpy(&error->flow.remote, &quoted->daddr, sizeof(error->flow.remote));
	error->flow.remote_port = udp->dest;
	error->flow.local_port = udp->source;
	error->udp_length = bpf_ntohs(udp->len);
	return 1;
}

static __noinline int icmp_hear(struct xdp_md *ctx, struct vlan_tags *tags,
				struct icmp_error *error)
{
	struct cursor c = {
		.start = (void *)(long)ctx->data,
		.at = (void *)(long)ctx->data,
		.end = (void *)(long)ctx->data_end,
	};
	__be16 protocol = link_parse(&c, tags);

	if (protocol == bpf_htons(ETH_P_IP))
		return icmp_hear_ipv4(&c, error);
	if (protocol == bpf_htons(ETH_P_IPV6))
		return icmp_hear_ipv6(&c, error);
	return 0;
}

/* Addresses what was heard about a client's packet to the client, and counts in the relay header
 * that its packets have; returns whether the client's side is known. */
static __noinline int icmp_tell_client(struct icmp_error *error, struct session *session,
				       struct user_slot *slot)
{
	__u32 header_length, local;

	if (!error || !session || !slot)
		return 0;
	header_length = ip_header_length(&error->flow.remote);
	if (!slot_lock(slot))
		return 0;
	local = session->relay_local;
	error->flow.remote = session->client;
	error->flow.remote_port = session->client_port;
	slot_unlock(slot);
	error->flow.local_port = config.relay_port;
	error->udp_length += RELAY_HEADER_LENGTH;
	if (error->mtu)
		error->mtu +=
			RELAY_HEADER_LENGTH + ip_header_length(&error->flow.remote) - header_length;
	return local_address(local, &error->flow.local);
}

/* Addresses what was heard about an answer to the destination that sent it; returns 0 if the
 * session is not that client's any more. */
static __noinline int icmp_tell_destination(struct icmp_error *error, struct session *session,
					    struct user_slot *slot)
{
	__u32 header_length, relay_local, egress_local;
	struct address relay = {};
	int is_clients;

	if (!error || !session || !slot)
		return 0;
	header_length = ip_header_length(&error->flow.remote);
	if (!slot_lock(slot))
		return 0;
	relay_local = session->relay_local;
	egress_local = session->egress_local;
	is_clients = session->egress_port && session->version == slot->version &&
		     session->client_port == error->flow.remote_port &&
		     address_equal(&session->client, &error->flow.remote);
	error->flow.remote = slot->destination;
	error->flow.remote_port = slot->destination_port;
	error->flow.local_port = session->egress_port;
	slot_unlock(slot);
	if (!is_clients || !local_address(relay_local, &relay) ||
	    !address_equal(&relay, &error->flow.local))
		return 0;
	if (error->mtu)
		error->mtu += ip_header_length(&error->flow.remote) - header_length;
	return local_address(egress_local, &error->flow.local);
}

/* Passes on an ICMP error about a flow of the relay. Anybody can make up such an error who guesses
 * addresses and ports, here as everywhere, so there is at most one per flow in ICMP_INTERVAL.
 *
 * Returns ICMP_FORWARDED, ICMP_RETURNED or why not; NOT_OURS for all other frames. */
static __noinline enum verdict_reason icmp_relay(struct xdp_md *ctx, struct scratch *scratch)
{
	struct icmp_error *error = scratch_icmp_error();
	const struct flow_entry *entry;
	enum verdict_reason reason;
	struct session *session;
	struct user_slot *slot;
	struct user_entry *user;
	struct instant instant;
	__u32 ifindex;
	int is_clients;

	if (!scratch || !error || !icmp_hear(ctx, &scratch->tags, error))
		return NOT_OURS;
	is_clients = error->flow.local_port == config.relay_port;
	entry = is_clients ? bpf_map_lookup_elem(&client_map, &error->flow)
			   : bpf_map_lookup_elem(&return_map, &error->flow);
	if (!entry)
		return NOT_OURS;
	if (!instant_read(scratch, &instant))
		return INTERNAL;
	session = session_of(entry);
	if (!session || session->expires_at <= instant.wall_seconds)
		return RETURN_EXPIRED;
	user = bpf_map_lookup_elem(&user_map, &session->user_id);
	if (admit(user, session->generation) != FORWARDED)
		return RETURN_EXPIRED;
	slot = slot_of(user);
	reason = slot_renew(slot, user, session->user_id, instant.epoch);
	if (reason != FORWARDED)
		return reason;
	if (!slot)
		return INTERNAL;
	/* No packet is longer: it bounds what is counted in. */
	if (error->mtu > 0xffff)
		error->mtu = 0xffff;
	if (is_clients ? !icmp_tell_destination(error, session, slot)
		       : !icmp_tell_client(error, session, slot))
		return NOT_OURS;
	if (!icmp_may_send(&error->flow, instant.now))
		return ICMP_LIMITED;
	scratch->departure.source = error->flow.local;
	scratch->departure.target = error->flow.remote;
	reason = route(ctx, &scratch->departure, 0, instant.now, &ifindex);
	if (reason != FORWARDED)
		return reason;
	if (!icmp_put_error(ctx, &scratch->departure, error))
		return INTERNAL;
	return is_clients ? ICMP_FORWARDED : ICMP_RETURNED;
}

#endif
