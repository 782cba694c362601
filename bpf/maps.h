/* The maps, by the names under which they are pinned. Sizes are set by the control plane before
 * the load; those here are the defaults. */
#ifndef LUMENLINK_MAPS_H
#define LUMENLINK_MAPS_H

#include <bpf/bpf_helpers.h>
#include "departure.h"
#include "packet.h"
#include "relay_abi.h"
#include "seal.h"

const volatile struct relay_config config SEC(".rodata.config") = {};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 100000);
	__type(key, __u32);
	__type(value, struct user_entry);
} user_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 100000);
	__type(key, __u32);
	__type(value, struct rate_limit);
} rate_limit_map SEC(".maps");

/* BPF_F_MMAPABLE puts the first value of an array at the start of a page, and so all values of
 * whole cache lines at the start of one. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 100000);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct user_slot);
} user_slot_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 100000);
	__type(key, __u32);
	__type(value, struct user_places);
} user_places_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 34953);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct session_set);
} session_set_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 34953);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct session_marks);
} session_mark_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 262144);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct session);
} session_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct session_pool);
} session_pool_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 262144);
	__type(key, struct flow);
	__type(value, struct flow_entry);
} return_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, TOKEN_KEY_SLOTS);
	__type(key, __u32);
	__type(value, struct token_key);
} token_key_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LOCALS);
	__type(key, struct address);
	__type(value, __u32);
} relay_address_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, LOCALS);
	__type(key, __u32);
	__type(value, struct address);
} local_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PORTS);
	__type(key, __u32);
	__type(value, struct interface_entry);
} interface_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, PORTS);
	__type(key, __u32);
	__type(value, struct port);
} port_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 100000);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct deny_key);
	__type(value, __u32);
} deny_map SEC(".maps");

/* Spoofed sources push out each other's budgets here, and never a session. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, struct opening_budget);
} source_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_budget);
} cpu_budget_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct wall_clock);
} clock_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct epoch);
} epoch_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, STATS_SLOTS);
	__type(key, __u32);
	__type(value, struct verdict_count);
} stats_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LATENCY_SLOTS);
	__type(key, __u32);
	__type(value, struct latency);
} latency_map SEC(".maps");

#define EVENT_RING_BYTES (256 * 1024)

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENT_RING_BYTES);
} event_ring SEC(".maps");

/* When a neighbour was last asked for, so that a stream of packets asks once in a while. Losing an
 * entry only means asking again. Key: struct neighbour_key; value: ns of CLOCK_MONOTONIC. */
struct neighbour_key {
	struct address address;
	__u32 ifindex;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct neighbour_key);
	__type(value, __u64);
} neighbour_map SEC(".maps");

/* Which session a client's ICMP error belongs to: as return_map, with the client as `remote`.
 * Losing an entry only means that such errors go unheard until the client moves. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 262144);
	__type(key, struct flow);
	__type(value, struct flow_entry);
} client_map SEC(".maps");

/* When an ICMP error was last sent about a flow: of the one who was told as `remote`. Losing an
 * entry only means that another may follow at once. Value: ns of CLOCK_MONOTONIC. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct flow);
	__type(value, __u64);
} icmp_map SEC(".maps");

/* What an ICMP error says, in the words of neither family. */
enum icmp_kind {
	ICMP_NO_ROUTE = 1,
	ICMP_PROHIBITED,
	ICMP_PORT_CLOSED,
	ICMP_TOO_BIG,
	ICMP_TTL_EXCEEDED,
};

/* An ICMP error about a packet from flow.remote, who is told, to flow.local, an address of ours. */
struct icmp_error {
	struct flow flow;
	enum icmp_kind kind;
	__u32 mtu; /* of ICMP_TOO_BIG: the longest IP packet that passes; 0: not known */
	__be16 id; /* these three of the packet complained of */
	__u16 udp_length;
	__u16 udp_checksum;
};

/* The time at which a packet is handled, and the epoch of the control plane's changes: instant.h */
struct instant {
	__u64 jiffies; /* when `now` was read */
	__u64 now;     /* ns of CLOCK_MONOTONIC, of the kernel's last tick or later */
	moment_t moment;
	__u32 hop_time;     /* see hop.h */
	__u32 wall_seconds; /* Unix */
	__u32 epoch;
};

/* One of the relay's addresses that was found. */
struct relay_local {
	struct address address;
	__u32 epoch; /* epoch.registry in which it was found */
	__u32 local; /* index of local_map */
};

/* What each CPU keeps for itself: room that the stack has not, and what it found out before. What
 * is here also keeps the verifier from walking a path for each combination of values. */
struct scratch {
	struct packet packet;
	struct departure departure;
	struct way way;
	struct vlan_tags tags; /* of the packet as it arrived */
	struct icmp_error icmp_error;
	struct bpf_fib_lookup fib;
	struct sealed sealed;
	struct claims claims;
	struct instant instant;
	/* latency.h */
	__u32 untimed; /* packets until the next that is timed */
	__u32 bytes;   /* of the frame as it arrived */
	/* local.h, by family (0: IPv4) */
	struct relay_local relay[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratch_map SEC(".maps");

#endif
