/* Checks of the relay's BPF object inside a small guest; see docs/kernels.md.
 *
 * The guest's init has made three network namespaces joined by veth pairs:
 *
 *   client  192.0.2.10 ---- 192.0.2.1  near | relay | far  198.51.100.1 ---- 198.51.100.10
 * destination 2001:db8:1::10 - 2001:db8:1::1                 2001:db8:2::1 - 2001:db8:2::10
 *
 * On the client's link are VLAN devices: 192.0.3.0/24 in VLAN 5 (802.1Q), 2001:db8:3::/64 in VLAN 7
 * of VLAN 100 (802.1Q in 802.1ad).
 */
#ifndef LUMENLINK_GUEST_H
#define LUMENLINK_GUEST_H

#include <stddef.h>
#include <stdint.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "relay_abi.h"

#define RELAY_PORT        443
#define CLIENT_PORT       50000
#define DESTINATION_PORT  51820
#define EGRESS_PORT_FIRST 20000
#define EGRESS_PORT_COUNT 1000
#define WALL_SECONDS      1780000000ULL /* 2026: before the tickets of the known answers expire */

/* Which addresses one run of traffic uses. */
struct family {
	const char *name; /* in the report */
	int domain;       /* AF_INET or AF_INET6 */
	const char *client;
	const char *near; /* the relay's addresses */
	const char *far;
	const char *destination;
};

enum { IPV4, IPV6, VLAN, QINQ, FAMILIES };

extern const struct family families[FAMILIES];

/* How the program is attached to both of the relay's interfaces. */
enum attachment {
	ATTACH_NATIVE,
	ATTACH_GENERIC,
	ATTACH_NETLINK, /* native, as on kernels before 5.9 that have no bpf_link */
	ATTACHMENTS,
};

/* A loaded and attached object. */
struct relay {
	struct bpf_object *object;
	enum attachment attachment;
	int interfaces[2]; /* indexes of near and far */
	int links[2];      /* descriptors; -1: none */
};

/* What the traffic of one run came to. */
struct outcome {
	int there; /* every payload arrived, stripped, and nothing that must not */
	int back;  /* every answer arrived, from the relay's own address */
};

/* report.c: prints a line that tells what went wrong; returns -1. */
int wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* network.c: makes a namespace the one that this process is in. */
int enter(const char *name);
int interface_index(const char *name);
int interface_mac(const char *name, uint8_t mac[6]);
/* Without any XDP program at the far end, what the relay sends back out is lost. */
int pass_everything(const char *interface);
void address_of(const char *text, struct address *address);
uint64_t monotonic_ns(void);

/* relay.c: in the relay's namespace. */
int relay_load(struct relay *relay);
int relay_fill(const struct relay *relay);
int relay_attach(struct relay *relay, enum attachment attachment);
void relay_close(struct relay *relay);
/* Returns how many packets had this verdict on all CPUs, or -1. */
int64_t relay_count(const struct relay *relay, enum verdict_reason reason);

/* traffic.c: sends that family's share of the known answers. */
struct outcome traffic(const struct relay *relay, const struct family *family);

#endif
