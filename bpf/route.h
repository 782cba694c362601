/* The way out: routes and neighbours as the kernel knows them. */
#ifndef LUMENLINK_ROUTE_H
#define LUMENLINK_ROUTE_H

#include <bpf/bpf_helpers.h>
#include "address.h"
#include "bytes.h"
#include "event.h"
#include "maps.h"
#include "parse.h"
#include "scratch.h"

#ifndef AF_INET
#define AF_INET 2
#endif
#ifndef AF_INET6
#define AF_INET6 10
#endif

#define NEIGHBOUR_ASK_INTERVAL 100000000ULL /* ns */

/* Asks the control plane to resolve a neighbour, at most once in NEIGHBOUR_ASK_INTERVAL. */
static __noinline int neighbour_want(const struct address *address, __u32 ifindex, __u64 now)
{
	struct neighbour_key key = {};
	__u64 *asked;

	if (!address)
		return 0;
	key.address = *address;
	key.ifindex = ifindex;
	asked = bpf_map_lookup_elem(&neighbour_map, &key);
	if (asked && now - *asked < NEIGHBOUR_ASK_INTERVAL)
		return 0;
	if (!event_neighbour_wanted(address, ifindex))
		return 0;
	bpf_map_update_elem(&neighbour_map, &key, &now, BPF_ANY);
	return 1;
}

/* Returns the length of the IP packet that departs. */
static __always_inline __u32 departing_length(const struct packet *p, const struct departure *d)
{
	return ip_header_length(&d->target) + sizeof(struct udphdr) + p->payload_length - d->strip;
}

/* Looks up the port that d->hop names. */
static __always_inline int route_by_port(struct departure *d)
{
	__u32 index = d->hop.port;
	const struct port *port = bpf_map_lookup_elem(&port_map, &index);

	if (!port || !port->ifindex)
		return 0;
	for (__u32 i = 0; i < sizeof(*port) / 8; i++)
		store_unaligned64((void *)&d->out + 8 * i,
				  load_unaligned64((const void *)port + 8 * i));
	return 1;
}

/* Looks up the way to d->target for a packet of `ip_length` bytes (0: of any length); fills
 * interface, tags and link-layer addresses of `d`, and sets `ifindex` to the interface as the
 * kernel's routes name it, which of a VLAN is not the one that frames leave by.
 *
 * Returns FORWARDED, NO_ROUTE, NEIGHBOUR_UNRESOLVED or TOO_BIG. */
static __noinline enum verdict_reason route(struct xdp_md *ctx, struct departure *d,
					    __u32 ip_length, __u64 now, __u32 *ifindex)
{
	const struct interface_entry *interface;
	struct bpf_fib_lookup *fib;
	struct scratch *scratch = scratch_room();
	struct address hop __attribute__((aligned(8)));
	long result;

	if (!scratch || !d || !ifindex)
		return NO_ROUTE;
	fib = &scratch->fib;
	__builtin_memset(fib, 0, sizeof(*fib));
	fib->l4_protocol = IPPROTO_UDP;
	fib->tot_len = (__u16)ip_length;
	fib->ifindex = ctx->ingress_ifindex;
	fib->sport = d->source_port;
	fib->dport = d->target_port;
	if (address_is_ipv4(&d->target)) {
		fib->family = AF_INET;
		fib->tos = (__u8)(bpf_ntohl(d->ipv6_flow) >> 20);
		fib->ipv4_src = d->source.word[3];
		fib->ipv4_dst = d->target.word[3];
	} else {
		fib->family = AF_INET6;
		fib->flowinfo = d->ipv6_flow & bpf_htonl(0x0fffffff);
		__builtin_memcpy(fib->ipv6_src, &d->source, sizeof(d->source));
		__builtin_memcpy(fib->ipv6_dst, &d->target, sizeof(d->target));
	}
	result = bpf_fib_lookup(ctx, fib, sizeof(*fib), 0);
	if (result == BPF_FIB_LKUP_RET_FRAG_NEEDED) {
		/* Newer kernels put the MTU where the length was. */
		d->mtu = fib->tot_len < ip_length ? fib->tot_len : 0;
		return TOO_BIG;
	}
	if (result == BPF_FIB_LKUP_RET_NO_NEIGH) {
		/* The kernel has put the next hop where the destination was. */
		if (fib->family == AF_INET)
			address_from_ipv4(&hop, fib->ipv4_dst);
		else
			__builtin_memcpy(&hop, fib->ipv6_dst, sizeof(hop));
		neighbour_want(&hop, fib->ifindex, now);
		return NEIGHBOUR_UNRESOLVED;
	}
	if (result != BPF_FIB_LKUP_RET_SUCCESS)
		return NO_ROUTE;
	*ifindex = fib->ifindex;
	interface = bpf_map_lookup_elem(&interface_map, ifindex);
	if (!interface)
		return NO_ROUTE;
	d->hop.port = interface->port;
	mac_copy(d->hop.mac, fib->dmac);
	return route_by_port(d) ? FORWARDED : NO_ROUTE;
}

/* Sends the packet off: back out of the interface that it came in by, or out of another. */
static __always_inline int depart(struct xdp_md *ctx, const struct departure *d)
{
	return d->out.ifindex == ctx->ingress_ifindex ? XDP_TX
						      : (int)bpf_redirect(d->out.ifindex, 0);
}

#endif
