/* Egress ports: the source address and port under which a destination sees a session. */
#ifndef LUMENLINK_EGRESS_H
#define LUMENLINK_EGRESS_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "maps.h"
#include "parse.h"

#define EGRESS_PROBES 16

/* Tells whether the session holds an egress port towards the user's present destination. */
static __always_inline int egress_is_held(const struct session *session,
					  const struct user_entry *user)
{
	return session->egress_port && session->destination_port == user->destination_port &&
	       address_equal(&session->destination, &user->destination);
}

static __always_inline void egress_release(const struct session *session)
{
	struct flow old = {
		.remote = session->destination,
		.local = session->egress,
		.remote_port = session->destination_port,
		.local_port = session->egress_port,
	};

	bpf_map_delete_elem(&return_map, &old);
}

/* Finds a free egress port towards the user's destination, which lies behind `ifindex`, and enters
 * it in the return table. The search starts at a port that the ticket decides and takes a bounded
 * number of steps.
 *
 * Returns FORWARDED, NO_EGRESS_ADDRESS or PORTS_EXHAUSTED. Two CPUs may do this at once for one
 * session: the later wins, the other's entry still leads to the session until it is swept. */
static __noinline enum verdict_reason
egress_take(struct session *session, const struct user_entry *user, __u64 t, __u32 ifindex)
{
	struct interface_entry *interface;
	struct flow flow = {};
	__u32 start = (__u32)(t >> 32) ^ (__u32)t;

	if (!session || !user || !config.egress_port_count)
		return PORTS_EXHAUSTED;
	if (session->egress_port)
		egress_release(session);
	session->egress_port = 0;
	interface = bpf_map_lookup_elem(&interface_map, &ifindex);
	if (!interface)
		return NO_EGRESS_ADDRESS;
	flow.remote = user->destination;
	flow.remote_port = user->destination_port;
	flow.local = address_is_ipv4(&flow.remote) ? interface->ipv4 : interface->ipv6;
	if (address_is_none(&flow.local))
		return NO_EGRESS_ADDRESS;
	for (__u32 probe = 0; probe < EGRESS_PROBES; probe++) {
		__u32 step = (start + probe * 2654435761U) % config.egress_port_count;

		flow.local_port = bpf_htons((__u16)(config.egress_port_first + step));
		if (bpf_map_update_elem(&return_map, &flow, &t, BPF_NOEXIST))
			continue;
		session->destination = flow.remote;
		session->destination_port = flow.remote_port;
		session->egress = flow.local;
		session->egress_port = flow.local_port;
		return FORWARDED;
	}
	return PORTS_EXHAUSTED;
}

#endif
