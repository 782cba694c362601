/* Loads the relay's object as the control plane does: settings first, then maps, then interfaces.
 */
#define _GNU_SOURCE
#include "guest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "vectors.h"

#define CPU_MAX 64

/* The object's own sizes of session_set_map and session_map. */
#define SESSION_SETS 34953
#define SESSIONS     262144

static int map_fd(const struct relay *relay, const char *name)
{
	int fd = bpf_object__find_map_fd_by_name(relay->object, name);

	return fd < 0 ? wrong("the object has no map %s", name) : fd;
}

static int put(const struct relay *relay, const char *map, const void *key, const void *value)
{
	int result = bpf_map_update_elem(map_fd(relay, map), key, value, BPF_ANY);

	return result ? wrong("cannot write to %s: %s", map, strerror(-result)) : 0;
}

static int set_config(struct bpf_object *object)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".rodata.config");
	const struct relay_config config = {
		.relay_port = htons(RELAY_PORT),
		.carriers = CARRIER_UDP,
		.session_sets = SESSION_SETS,
		.sessions = SESSIONS,
		.egress_port_first = EGRESS_PORT_FIRST,
		.egress_port_count = EGRESS_PORT_COUNT,
		.packets_per_second = 10000,
		.burst_packets = 1000,
		.bytes_per_second = 100000000,
		.burst_bytes = 1000000,
		.source_openings = {.interval = 1, .tolerance = 1000000000},
		.cpu_openings = {.interval = 1, .tolerance = 1000000000},
		.reserve_openings = {.interval = 1, .tolerance = 1000000000},
	};

	if (!map)
		return wrong("the object has no map .rodata.config");
	if (bpf_map__set_initial_value(map, &config, sizeof(config)))
		return wrong("cannot set .rodata.config: %s", strerror(errno));
	return 0;
}

/* Which object the control plane loads on such a kernel (UserLock). */
static const char *object_path(void)
{
	return libbpf_probe_bpf_helper(BPF_PROG_TYPE_XDP, BPF_FUNC_loop, NULL) == 1
		       ? "/lumenlink-own-lock.bpf.o"
		       : "/lumenlink.bpf.o";
}

int relay_load(struct relay *relay)
{
	const char *path = object_path();
	int result;

	memset(relay, 0, sizeof(*relay));
	relay->links[0] = relay->links[1] = -1;
	relay->object = bpf_object__open_file(path, NULL);
	if (!relay->object)
		return wrong("cannot open %s: %s", path, strerror(errno));
	if (set_config(relay->object))
		return -1;
	result = bpf_object__load(relay->object);
	return result ? wrong("cannot load %s: %s", path, strerror(-result)) : 0;
}

/* Tickets that were issued under one token key share its slot. */
static int fill_token_keys(const struct relay *relay)
{
	for (uint32_t i = 0, slot = 0; i < TICKETS; i++) {
		const struct known_ticket *ticket = &known_tickets[i];
		struct token_key key = {.valid = 1};
		uint32_t earlier = 0;

		while (strcmp(known_tickets[earlier].tag_key, ticket->tag_key))
			earlier++;
		if (earlier < i)
			continue;
		unhex(ticket->tag_key, key.tag, sizeof(key.tag));
		unhex(ticket->encryption_key, key.encryption, sizeof(key.encryption));
		unhex(ticket->session_key, key.session, sizeof(key.session));
		if (put(relay, "token_key_map", &slot, &key))
			return -1;
		slot++;
	}
	return 0;
}

static int fill_users(const struct relay *relay)
{
	for (uint32_t i = 0; i < TICKETS; i++) {
		struct user_entry user = {
			.destination_port = htons(DESTINATION_PORT),
			.generation = (uint16_t)(known_tickets[i].session_id >> 16),
			.enabled = 1,
			.max_sessions = MAX_SESSIONS_PER_USER,
			.slot = i,
		};

		address_of(families[family_of(known_tickets[i].ticket)].destination,
			   &user.destination);
		if (put(relay, "user_map", &known_tickets[i].user_id, &user))
			return -1;
	}
	return 0;
}

/* An interface as it is numbered in the maps, and how frames leave by it. */
struct numbered {
	const char *name;
	const char *base; /* the interface that its frames leave by */
	uint16_t tag_count;
	struct vlan_tag tag[TAGS_MAX];
	const char *ipv4; /* NULL: none */
	const char *ipv6;
};

/* Enters one of the relay's addresses under a number, if it has it; returns the number, 0 for none,
 * -1 on failure. */
static int fill_address(const struct relay *relay, uint32_t local, const char *text)
{
	struct address address;

	if (!text)
		return 0;
	address_of(text, &address);
	if (put(relay, "local_map", &local, &address) ||
	    put(relay, "relay_address_map", &address, &local))
		return -1;
	return (int)local;
}

/* An interface as port `number`, with addresses 2 * number - 1 and 2 * number. */
static int fill_interface(const struct relay *relay, const struct numbered *n, uint32_t number)
{
	const uint32_t index = (uint32_t)interface_index(n->name);
	const int ipv4 = fill_address(relay, 2 * number - 1, n->ipv4);
	const int ipv6 = fill_address(relay, 2 * number, n->ipv6);
	const struct interface_entry entry = {
		.port = (uint8_t)number,
		.ipv4 = (uint8_t)ipv4,
		.ipv6 = (uint8_t)ipv6,
	};
	struct port port = {
		.ifindex = (uint32_t)interface_index(n->base),
		.tag_count = n->tag_count,
		.tag = {n->tag[0], n->tag[1]},
	};

	if (ipv4 < 0 || ipv6 < 0 || interface_mac(n->name, port.mac))
		return -1;
	return put(relay, "port_map", &number, &port) ||
	       put(relay, "interface_map", &index, &entry);
}

static int fill_interfaces(const struct relay *relay)
{
	const __be16 q = htons(ETH_P_8021Q), ad = htons(ETH_P_8021AD);
	const struct numbered interfaces[] = {
		{"near", "near", 0, {}, families[IPV4].near, families[IPV6].near},
		{"far", "far", 0, {}, families[IPV4].far, families[IPV6].far},
		{"near.5", "near", 1, {{q, htons(5)}}, families[VLAN].near, NULL},
		{"near.100.7",
		 "near",
		 2,
		 {{ad, htons(100)}, {q, htons(7)}},
		 NULL,
		 families[QINQ].near},
	};

	for (uint32_t i = 0; i < sizeof(interfaces) / sizeof(interfaces[0]); i++) {
		if (fill_interface(relay, &interfaces[i], i + 1))
			return -1;
	}
	return 0;
}

int relay_fill(const struct relay *relay)
{
	const struct wall_clock wall = {.offset = WALL_SECONDS * 1000000000ULL - monotonic_ns()};
	const uint32_t zero = 0;

	if (put(relay, "clock_map", &zero, &wall) || fill_token_keys(relay) || fill_users(relay))
		return -1;
	return fill_interfaces(relay);
}

static int attach_one(struct relay *relay, int program, int place)
{
	LIBBPF_OPTS(bpf_link_create_opts, options);
	int index = relay->interfaces[place];

	options.flags =
		relay->attachment == ATTACH_GENERIC ? XDP_FLAGS_SKB_MODE : XDP_FLAGS_DRV_MODE;
	if (relay->attachment == ATTACH_NETLINK) {
		int result = bpf_xdp_attach(index, program,
					    XDP_FLAGS_DRV_MODE | XDP_FLAGS_UPDATE_IF_NOEXIST, NULL);
		return result ? wrong("cannot attach through netlink: %s", strerror(-result)) : 0;
	}
	relay->links[place] = bpf_link_create(program, index, BPF_XDP, &options);
	if (relay->links[place] < 0)
		return wrong("cannot attach: %s", strerror(-relay->links[place]));
	return 0;
}

int relay_attach(struct relay *relay, enum attachment attachment)
{
	struct bpf_program *program = bpf_object__find_program_by_name(relay->object, "relay");

	if (!program)
		return wrong("the object has no program named relay");
	relay->attachment = attachment;
	relay->interfaces[0] = interface_index("near");
	relay->interfaces[1] = interface_index("far");
	if (attach_one(relay, bpf_program__fd(program), 0))
		return -1;
	return attach_one(relay, bpf_program__fd(program), 1);
}

void relay_close(struct relay *relay)
{
	for (int place = 0; place < 2; place++) {
		if (relay->links[place] >= 0)
			close(relay->links[place]);
		else if (relay->attachment == ATTACH_NETLINK && relay->interfaces[place] > 0)
			bpf_xdp_detach(relay->interfaces[place], XDP_FLAGS_DRV_MODE, NULL);
	}
	bpf_object__close(relay->object);
}

int64_t relay_count(const struct relay *relay, enum verdict_reason reason)
{
	struct verdict_count counts[CPU_MAX];
	int cpus = libbpf_num_possible_cpus();
	const uint32_t key = reason;
	int64_t sum = 0;

	if (cpus < 1 || cpus > CPU_MAX)
		return wrong("%d possible CPUs", cpus);
	if (bpf_map_lookup_elem(map_fd(relay, "stats_map"), &key, counts))
		return wrong("cannot read stats_map: %s", strerror(errno));
	for (int cpu = 0; cpu < cpus; cpu++)
		sum += (int64_t)counts[cpu].packets;
	return sum;
}
