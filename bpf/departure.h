/* What becomes of a packet. */
#ifndef LUMENLINK_DEPARTURE_H
#define LUMENLINK_DEPARTURE_H

#include "relay_abi.h"

/* The VLAN tags that a frame has behind its Ethernet addresses, outermost first. */
struct vlan_tags {
	__u16 count;
	struct vlan_tag tag[TAGS_MAX];
};

/* What a packet will look like when it leaves. */
struct departure {
	struct address source;
	struct address target;
	__be32 ipv6_flow; /* of a packet that is sent as IPv6: version, traffic class, flow label */
	__be16 source_port;
	__be16 target_port;
	__u16 strip; /* bytes to take off the start of the payload */
	__u16 mtu;   /* of the way out, once it was TOO_BIG; 0: the kernel does not say (5.10) */
	struct next_hop hop;
	struct port out; /* by which it leaves */
} __attribute__((aligned(8)));

/* How an accepted packet goes on. */
struct way {
	__u8 version;   /* of the user's slot, when the destination was read from it */
	__u8 is_fresh;  /* the way that is kept may be used as it is */
	__u8 has_port;  /* the session's egress port is surely its own still */
	__u8 has_moved; /* the client is at another place than before */
	__u8 local;     /* of local_map: the source address */
} __attribute__((aligned(8)));

#endif
