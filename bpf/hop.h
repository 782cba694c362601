/* Next hops that a session keeps: see struct next_hop. */
#ifndef LUMENLINK_HOP_H
#define LUMENLINK_HOP_H

#include <bpf/bpf_helpers.h>
#include "instant.h"
#include "maps.h"
#include "route.h"

/* A changed route, neighbour or link takes effect within this time, also while there is no control
 * plane. */
#define HOP_LIFETIME 200000000ULL /* ns */

static __always_inline int hop_is_fresh(const struct next_hop *hop, const struct instant *instant,
					__u32 payload_length)
{
	return instant->now < hop->fresh_until && hop->epoch == instant->epoch &&
	       payload_length <= hop->length;
}

/* Keeps the way that was found for a packet of `payload_length`. Call with the session's lock held.
 */
static __always_inline void hop_keep(struct next_hop *hop, const struct departure *d,
				     const struct instant *instant, __u32 payload_length)
{
	hop->fresh_until = instant->now + HOP_LIFETIME;
	hop->epoch = instant->epoch;
	hop->ifindex = d->ifindex;
	hop->length = (__u16)payload_length;
	__builtin_memcpy(hop->source_mac, d->source_mac, ETH_ALEN);
	__builtin_memcpy(hop->target_mac, d->target_mac, ETH_ALEN);
}

/* Takes the way from where it is kept. Call with the session's lock held. */
static __always_inline void hop_take(const struct next_hop *hop, struct departure *d)
{
	d->ifindex = hop->ifindex;
	__builtin_memcpy(d->source_mac, hop->source_mac, ETH_ALEN);
	__builtin_memcpy(d->target_mac, hop->target_mac, ETH_ALEN);
}

#endif
