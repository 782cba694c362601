/* Egress ports: the source address and port under which a destination sees a session. */
#ifndef LUMENLINK_EGRESS_H
#define LUMENLINK_EGRESS_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "local.h"
#include "maps.h"
#include "parse.h"

#define EGRESS_PROBES 16

/* Enters a flow as a session's; returns whether it is that session's now. */
static __always_inline int egress_enter(const struct flow *flow, const struct flow_entry *mine)
{
	const struct flow_entry *entry;

	if (!bpf_map_update_elem(&return_map, flow, mine, BPF_NOEXIST))
		return 1;
	entry = bpf_map_lookup_elem(&return_map, flow);
	return entry && entry->t == mine->t;
}

/* Sees to it that a session has an egress port towards d->target, which lies behind `ifindex`: the
 * one that it has had, unless the control plane has given that away meanwhile, or else a free one.
 * The search for one starts at a port that the ticket decides and takes a bounded number of steps.
 * Fills source and source_port of `d`.
 *
 * Returns FORWARDED, NO_EGRESS_ADDRESS or PORTS_EXHAUSTED. Two CPUs may do this at once for one
 * session: both find the same port. */
static __noinline enum verdict_reason egress_take(struct session *session, __u32 index,
						  struct departure *d, __u32 ifindex)
{
	struct flow_entry mine = {.session = index};
	struct interface_entry *interface;
	struct flow flow = {};
	__u32 start, local;

	if (!session || !d || !config.egress_port_count)
		return PORTS_EXHAUSTED;
	mine.t = session->t;
	flow.remote = d->target;
	flow.remote_port = d->target_port;
	if (session->egress_port && local_address(session->egress_local, &flow.local)) {
		flow.local_port = session->egress_port;
		if (address_is_ipv4(&flow.local) == address_is_ipv4(&flow.remote) &&
		    egress_enter(&flow, &mine))
			goto taken;
	}
	interface = bpf_map_lookup_elem(&interface_map, &ifindex);
	if (!interface)
		return NO_EGRESS_ADDRESS;
	local = address_is_ipv4(&flow.remote) ? interface->ipv4 : interface->ipv6;
	if (!local_address(local, &flow.local))
		return NO_EGRESS_ADDRESS;
	start = (__u32)(mine.t >> 32) ^ (__u32)mine.t;
	for (__u32 probe = 0; probe < EGRESS_PROBES; probe++) {
		__u32 step = (start + probe * 2654435761U) % config.egress_port_count;

		flow.local_port = bpf_htons((__u16)(config.egress_port_first + step));
		if (!egress_enter(&flow, &mine))
			continue;
		session->egress_local = (__u8)local;
		session->egress_port = flow.local_port;
		goto taken;
	}
	return PORTS_EXHAUSTED;
taken:
	d->source = flow.local;
	d->source_port = flow.local_port;
	return FORWARDED;
}

#endif
