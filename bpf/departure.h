/* What becomes of a packet. */
#ifndef LUMENLINK_DEPARTURE_H
#define LUMENLINK_DEPARTURE_H

#include <linux/if_ether.h>
#include "relay_abi.h"

/* The VLAN tags that a frame has behind its Ethernet addresses, outermost first. */
struct vlan_tags {
	__u32 count;
	struct vlan_tag tag[TAGS_MAX];
};

/* What a packet will look like when it leaves. */
struct departure {
	__be32 ipv6_flow; /* of a packet that is sent as IPv6: version, traffic class, flow label */
	struct address source;
	struct address target;
	__be16 source_port;
	__be16 target_port;
	__u16 strip; /* bytes to take off the start of the payload */
	__u16 mtu;   /* of the way out, once it was TOO_BIG; 0: the kernel does not say (5.10) */
	__u32 ifindex;
	__u8 source_mac[ETH_ALEN];
	__u8 target_mac[ETH_ALEN];
	struct vlan_tags tags;
	__u8 port; /* of port_map, which the four above are of; 0: not looked up */
};

#endif
