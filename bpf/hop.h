/* Next hops that users' slots and sessions keep, so that not every packet has to ask for a route.
 *
 * They hold until a hop_time, which is a moment_t plus epoch.routes: time that the control plane
 * turns forward by a HOP_LIFETIME when routes change, so that all of them are over at once. */
#ifndef LUMENLINK_HOP_H
#define LUMENLINK_HOP_H

#include <bpf/bpf_helpers.h>
#include "bytes.h"
#include "instant.h"
#include "maps.h"

/* Whether a hop is known and holds for such a payload. */
static __always_inline int hop_is_fresh(const struct next_hop *hop, __u32 until, __u32 fits,
					__u32 payload_length, __u32 hop_time)
{
	return hop->port && until - hop_time - 1 < HOP_LIFETIME && payload_length <= fits;
}

static __always_inline void hop_set(struct next_hop *hop, const struct departure *d)
{
	mac_copy(hop->mac, d->hop.mac);
	hop->port = d->hop.port;
}

static __always_inline void hop_get(const struct next_hop *hop, struct departure *d)
{
	mac_copy(d->hop.mac, hop->mac);
	d->hop.port = hop->port;
}

#endif
