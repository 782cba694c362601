/* What is read of a packet. */
#ifndef LUMENLINK_PACKET_H
#define LUMENLINK_PACKET_H

#include "relay_abi.h"

/* A UDP packet as it arrived. Offsets are from the start of the frame. */
struct packet {
	struct address source;
	struct address target;
	/* 0 unless set: */
	__u16 option_offset;  /* of the relay header in an IP option; 0: there is none */
	__u16 payload_length; /* as the UDP header has it; 0 if is_malformed */
	__u8 is_ipv6;
	__u8 is_fragment;  /* the first one; later ones have no ports and are no struct packet */
	__u8 is_malformed; /* lengths that contradict each other or the frame */
	__u8 ip_offset;
	/* Always set: */
	__be16 source_port;
	__be16 target_port;
	__u16 payload_offset;
	__u16 ip_length; /* of the whole IP packet */
	__u16 checksum;  /* of UDP, as it stands there */
	/* What the other family has not is filled in as RFC 7915 translates it. */
	__be16 ipv4_id;    /* from IPv6: 0, which an unfragmentable packet may have (RFC 6864) */
	__be16 ipv4_flags; /* don't-fragment and reserved bit; from IPv6: don't fragment */
	__u8 tos;
	__u8 ttl;
	__u64 address_sum; /* of source and target, see checksum_address() */
	__be32 ipv6_flow;  /* of IPv6 only: version, traffic class, flow label; see packet_flow() */
} __attribute__((aligned(8)));

#endif
