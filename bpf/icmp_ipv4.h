/* ICMP of IPv4 (RFC 792), as far as the relay speaks it. The kernel's <linux/icmp.h> would draw in
 * the C library's headers, which are not there for every target.
 */
#ifndef LUMENLINK_ICMP_IPV4_H
#define LUMENLINK_ICMP_IPV4_H

#include <linux/types.h>

struct icmphdr {
	__u8 type;
	__u8 code;
	__u16 checksum;
	__be16 unused;
	__be16 mtu; /* of the next hop, with ICMP_FRAG_NEEDED (RFC 1191) */
};

#define ICMP_DEST_UNREACH  3
#define ICMP_TIME_EXCEEDED 11

/* Codes of ICMP_DEST_UNREACH (RFC 792, RFC 1812). */
#define ICMP_NET_UNREACH  0
#define ICMP_HOST_UNREACH 1
#define ICMP_PORT_UNREACH 3
#define ICMP_FRAG_NEEDED  4
#define ICMP_NET_ANO      9
#define ICMP_HOST_ANO     10
#define ICMP_PKT_FILTERED 13
#define ICMP_PREC_CUTOFF  15

/* Code of ICMP_TIME_EXCEEDED. */
#define ICMP_EXC_TTL 0

#endif
