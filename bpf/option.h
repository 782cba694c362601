/* The `ip-option` carrier: the relay header in an IP option instead of the UDP payload. */
#ifndef LUMENLINK_OPTION_H
#define LUMENLINK_OPTION_H

#include <linux/in.h>
#include <bpf/bpf_helpers.h>
#include "cursor.h"
#include "maps.h"

#ifndef IPPROTO_DSTOPTS
#define IPPROTO_DSTOPTS 60
#endif

#define RELAY_HEADER_LENGTH 36
#define IPV4_OPTION_TYPE    158  /* RFC 4727: copied, class 0, number 30 */
#define IPV6_OPTION_TYPE    0x1e /* RFC 4727: skip if unrecognised, does not change en route */

/* All the options that an IPv4 header has room for. */
struct ipv4_carrier {
	__u8 type;
	__u8 length; /* with these two */
	__u8 header[RELAY_HEADER_LENGTH];
	__u8 end[2];
};

/* A Destination Options header (RFC 8200, 4.6) with just this option. */
struct ipv6_carrier {
	__u8 next_header;
	__u8 units; /* of 8 bytes, without the first */
	__u8 type;
	__u8 length; /* of the header */
	__u8 header[RELAY_HEADER_LENGTH];
};

/* Return the offset of the relay header in the options at the cursor, which stays there; 0 if they
 * are others, or the carrier is off. */

static __always_inline __u16 option_in_ipv4(const struct cursor *c)
{
	const struct ipv4_carrier *carrier = c->at;

	if (!(config.carriers & CARRIER_IP_OPTION) || (void *)(carrier + 1) > c->end ||
	    carrier->type != IPV4_OPTION_TYPE || carrier->length != 2 + RELAY_HEADER_LENGTH ||
	    carrier->end[0] || carrier->end[1])
		return 0;
	return (__u16)((void *)carrier->header - c->start);
}

static __always_inline __u16 option_in_ipv6(const struct cursor *c)
{
	const struct ipv6_carrier *carrier = c->at;

	if (!(config.carriers & CARRIER_IP_OPTION) || (void *)(carrier + 1) > c->end ||
	    carrier->next_header != IPPROTO_UDP || carrier->units != sizeof(*carrier) / 8 - 1 ||
	    carrier->type != IPV6_OPTION_TYPE || carrier->length != RELAY_HEADER_LENGTH)
		return 0;
	return (__u16)((void *)carrier->header - c->start);
}

#endif
