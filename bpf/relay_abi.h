/* Shared with user space: keys and values of the maps, verdict reasons, events, settings.
 *
 * Everything here is the layout that org.lumenlink.relay.dataplane reads and writes. Names say
 * the byte order where it matters: __be types are network order, all else is host order.
 *
 * The types of the maps (BTF) are pinned with them. A build in which members are added, removed or
 * moved goes on with the entries of the one before, member by member, by their names; an added one
 * begins as 0. So a member that comes to mean something else gets another name. Where 0 would be
 * wrong to begin with, raise LAYOUT_VERSION, which is part of the pin path: then nothing of before
 * is read, users are entered from the registry, and sessions begin anew.
 */
#ifndef LUMENLINK_RELAY_ABI_H
#define LUMENLINK_RELAY_ABI_H

#include <linux/types.h>
#include <linux/bpf.h>

#define LAYOUT_VERSION 2

/* An IPv6 address, or an IPv4 address mapped as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2): one shape
 * for both families. Network order. */
struct address {
	__be32 word[4];
};

/* Where a relay header travels (wire format, "Where the header travels"). */
#define CARRIER_UDP       1 /* at the start of the UDP payload */
#define CARRIER_IP_OPTION 2 /* in an IPv4 option or an IPv6 destination option */

/* How many ticket openings a second: one each `interval`, and at once as many as are due within
 * `tolerance`, and one more. */
struct opening_rate {
	__u64 interval;  /* ns; at least 1 */
	__u64 tolerance; /* ns */
};

/* Read-only settings, written before the program is loaded (map .rodata.config). */
struct relay_config {
	__be16 relay_port;        /* UDP port that clients send to */
	__u16 egress_port_first;  /* first source port towards destinations */
	__u16 egress_port_count;  /* how many ports from there on; at least 1 */
	__u16 carriers;           /* CARRIER_ bits: where clients may put the relay header */
	__u32 packets_per_second; /* default limit of a user without an entry in rate_limit_map */
	__u32 burst_packets;      /* packets */
	__u64 bytes_per_second;   /* bytes of IP packets */
	__u64 burst_bytes;        /* bytes */
	__u32 session_sets;       /* entries of session_set_map */
	__u32 sessions;           /* entries of session_map */
	__u32 latency_mask; /* of packets, one in latency_mask + 1 is timed; a power of 2 less 1 */
	__u32 reserved;
	struct opening_rate source_openings;  /* of each source, see source_map */
	struct opening_rate cpu_openings;     /* of each CPU */
	struct opening_rate reserve_openings; /* of each CPU, beyond either */
};

/* user_map: key __u32 user id (1 to 4294967295). The registry: the control plane is the only
 * writer.
 */
struct user_entry {
	struct address destination;
	__be16 destination_port;
	__u16 generation;  /* a ticket whose session id has other high 16 bits is refused */
	__u8 enabled;      /* 0: every packet of the user is dropped as user_disabled */
	__u8 max_sessions; /* 1 to MAX_SESSIONS_PER_USER */
	__u16 reserved;
	__u32 slot; /* of user_slot_map; no two users have the same */
};

/* rate_limit_map: key __u32 user id. The registry: the control plane is the only writer. A user
 * without an entry has the default limits of struct relay_config. */
struct rate_limit {
	__u32 packets_per_second; /* per direction */
	__u32 burst_packets;
	__u64 bytes_per_second; /* of IP packets, per direction */
	__u64 burst_bytes;
};

enum direction {
	DIRECTION_TO_DESTINATION = 0,
	DIRECTION_TO_CLIENT = 1,
	DIRECTION_COUNT = 2,
};

#define MAX_SESSIONS_PER_USER 16

/* A coarse time: CLOCK_MONOTONIC in steps of 2^24 ns (16.8 ms). Wraps after 2.3 years. */
typedef __u32 moment_t;

#define MOMENT_SHIFT 24

/* Coarser yet: moment_t in steps of 2^11 (34 s). Wraps after 26 days, which no ticket lives. */
typedef __u16 seen_t;

#define SEEN_SHIFT 11

/* Whom a frame goes to on the link. */
struct next_hop {
	__u8 mac[6];
	__u8 port; /* of port_map; 0: not known */
};

/* A token bucket (RFC 2697 has the idea). Levels are in billionths of a packet or a byte, so that
 * a rate in packets per second times a time in nanoseconds is a level, exactly. */
struct token_bucket {
	__u64 packets;     /* 1e-9 packets */
	__u64 bytes;       /* 1e-9 bytes */
	__u64 refilled_at; /* ns of CLOCK_MONOTONIC; 0: never used, that is, full */
};

/* One direction of a user: what it may do, and what it has done. One cache line. */
struct meter {
	struct rate_limit limit; /* a copy of rate_limit_map's, or the defaults */
	struct token_bucket bucket;
	__u64 packets; /* forwarded */
	__u64 bytes;   /* of the forwarded IP packets as they arrived */
};

/* user_slot_map: index user_entry.slot. What packets need of a user, in few cache lines; a copy of
 * the registry, renewed by the program when the epoch has changed, and the state that it keeps. All
 * is read and written under the lock, but for what only decides whether to look closer. */
struct user_slot {
	struct bpf_spin_lock lock; /* unless `held` is used: see guard.h */
	__u32 user_id;             /* whose slot this is; 0: nobody's yet */
	__u32 epoch;               /* in which it was made equal to the registry */
	struct address destination;
	__be16 destination_port;
	__u16 generation;
	__u32 hop_until;     /* until which hop_time `hop` holds: see hop.h */
	struct next_hop hop; /* towards the destination */
	__u8 version;        /* raised whenever the slot's user or destination changes */
	__u16 fits;          /* bytes: the longest payload known to fit that way */
	__u16 reserved;
	__u32 held; /* when it was locked, of guard.h's own lock: jiffies, odd; 0: it is not */
	__u32 reserved_too[3];
	struct meter meter[DIRECTION_COUNT];
};

/* user_places_map: index user_entry.slot. What packets rarely need of a user, under the same lock.
 */
struct user_places {
	__u64 limited[DIRECTION_COUNT]; /* packets dropped by this user's limits */
	/* A session takes one of these places until its ticket expires: Unix seconds, 0 free. */
	__u32 session_expires_at[MAX_SESSIONS_PER_USER];
	moment_t told_at;         /* of the last EVENT_LIMIT_HIT; 0: never */
	__u16 session_generation; /* the generation these places belong to */
	__u16 reserved;
};

#define REPLAY_WINDOW_BITS  256
#define REPLAY_WINDOW_WORDS (REPLAY_WINDOW_BITS / 64)

/* session_map: made by the program for the first authenticated packet of a ticket; its place is
 * another ticket's some time after this one has expired. Until then it remembers which packet
 * numbers were seen. Places are taken from the first on, so that few sessions are in few pages of
 * memory. Two cache lines; changed under its user's lock. */
struct session {
	__u64 t;              /* the ticket's T as its 8 bytes stand on the wire */
	__u64 key[2];         /* S as two little-endian words */
	__u8 ticket_body[12]; /* C, as on the wire */
	__u32 expires_at;     /* Unix seconds; 0: no session */
	__u64 next_number;    /* one above the highest packet number seen; 0: none yet */
	__u64 window[REPLAY_WINDOW_WORDS]; /* bit n % 256: packet number n was seen */
	__u32 user_id;
	__u32 user_slot; /* of user_slot_map; the user's as long as the slot says so */
	__u16 generation;
	__be16 client_port;
	__be16 egress_port;    /* source port towards the destination; 0: none held */
	__u8 relay_local;      /* of local_map: the address that the client sends to */
	__u8 egress_local;     /* of local_map: source address towards the destination */
	struct address client; /* where answers go */
	struct next_hop hop;   /* towards the client */
	__u8 version;          /* of the user's slot when the egress port was taken */
	__u32 hop_until;       /* until which hop_time `hop` holds */
	seen_t last_seen;      /* in either direction */
	__u16 fits;            /* bytes: the longest payload known to fit towards the client */
};

/* session_mark_map and session_set_map: where in session_map a ticket's session may be, index by
 * session_set_of(). The marks of all sets together are small enough to stay in a CPU's own cache:
 * they are all that a packet of no session costs. */
#define SESSION_WAYS 15

struct session_marks {
	__u8 mark[SESSION_WAYS + 1]; /* session_mark() of a way's ticket; 0: free, as the last is */
};

struct session_set {
	struct bpf_spin_lock lock;   /* for those who make sessions; covers the marks too */
	__u32 session[SESSION_WAYS]; /* index of session_map */
};

/* session_pool_map: one entry. */
struct session_pool {
	struct bpf_spin_lock lock;
	__u32 next; /* the first place of session_map that no session ever had */
};

/* return_map: which session an answer belongs to. Value: struct flow_entry. */
struct flow {
	struct address remote; /* the destination */
	struct address local;  /* the relay's address towards it */
	__be16 remote_port;
	__be16 local_port; /* egress port */
};

/* A session; stale if session_map has another T there. */
struct flow_entry {
	__u64 t;
	__u32 session; /* index of session_map */
	__u32 reserved;
};

/* token_key_map: the three keys that HKDF derives from one token key, each as two little-endian
 * words as SipHash reads them. A slot without a key has valid 0. */
struct token_key {
	__u64 tag[2];
	__u64 encryption[2];
	__u64 session[2];
	__u32 valid;
	__u32 reserved;
};

#define TOKEN_KEY_SLOTS 4

/* local_map: the relay's own addresses by number, so that a session can name one in a byte. Numbers
 * stay with their address for as long as there are others to give. Entry 0 is none. */
#define LOCALS 256

/* relay_address_map: those of them that clients may send to. Value: __u32, index of local_map. */

/* port_map: the interfaces by number. A VLAN's is the interface below it, with the tags to push,
 * outermost first. Entry 0 is none. */
#define PORTS    256
#define TAGS_MAX 2

struct vlan_tag {
	__be16 protocol; /* ETH_P_8021Q or ETH_P_8021AD */
	__be16 tci;      /* VLAN id in the low 12 bits */
};

struct port {
	__u32 ifindex; /* that frames leave by; 0: no port */
	__u32 mtu;     /* bytes; for those who look at the map */
	__u8 mac[6];
	__u16 tag_count;
	struct vlan_tag tag[TAGS_MAX];
};

/* interface_map: key __u32 ifindex, as routes name it. */
struct interface_entry {
	__u8 port; /* index of port_map */
	__u8 ipv4; /* index of local_map: the source address towards what lies behind it; 0: none */
	__u8 ipv6; /* likewise */
	__u8 reserved;
};

/* deny_map: networks whose packets the relay does not take. Value: __u32, the key's prefix length.
 */
struct deny_key {
	__u32 prefix_length; /* of the 128 bits: 96 more than an IPv4 prefix has */
	struct address network;
};

#define MAPPED_PREFIX_LENGTH 96

/* deny_state_map: one entry, written by the control plane after deny_map. */
struct deny_state {
	__u32 entries; /* of deny_map; 0: it need not be looked at */
};

/* source_map: key __u64, the first 64 bits of an IPv6 address or the last 64 of a mapped IPv4
 * address. Both words are written whole and neither depends on the other: CPUs that come in between
 * cost an opening too many or too few, and no lock is needed, which LRU maps may not have. */
struct opening_budget {
	__u64 due;      /* ns of CLOCK_MONOTONIC: when all openings so far are paid for */
	__u64 spent_at; /* jiffies: found spent then */
};

/* cpu_budget_map: per CPU, one entry. */
struct cpu_budget {
	struct opening_budget openings;
	__u64 reserve_due;     /* ns of CLOCK_MONOTONIC */
	__u64 spent_source;    /* key of source_map: the last source found over its budget... */
	__u64 spent_source_at; /* ...and when, in jiffies */
	__u32 chance;          /* see second_chance() */
	__u32 reserved;
};

/* epoch_map: one entry, which the control plane raises after its own and the host's changes, so
 * that what the program keeps is looked up again before the next packet. */
struct epoch {
	__u32 registry; /* after each change of a user, a limit, or the relay's addresses */
	__u32 routes;   /* HOP_LIFETIME more after each change of routes, neighbours and links */
};

/* How long a next hop is kept, moment_t. A change takes effect after this time, a second, at the
 * latest: while there is no control plane to see it and raise `routes`. */
#define HOP_LIFETIME 60

/* clock_map: one entry. Wall-clock time is CLOCK_MONOTONIC plus offset. */
struct wall_clock {
	__u64 offset; /* ns */
};

/* stats_map: per CPU, one slot per verdict reason. */
struct verdict_count {
	__u64 packets;
	__u64 bytes; /* whole frames as they arrived */
};

/* Every way a packet can leave the program; append only: the numbers are the slots of stats_map
 * and the lower-case names are the label of the metric. */
enum verdict_reason {
	NOT_OURS = 0,       /* handed to the kernel's own stack */
	FORWARDED = 1,      /* client to destination */
	RETURNED = 2,       /* destination to client */
	MALFORMED = 3,      /* lengths, header shape or flags that version 1 does not have */
	FRAGMENT = 4,       /* a fragment addressed to the relay port */
	TICKET_UNKNOWN = 5, /* opens under none of the token keys */
	TICKET_EXPIRED = 6,
	TICKET_REVOKED = 7, /* of another generation than the user's */
	USER_UNKNOWN = 8,   /* the ticket is genuine, the user is not registered here */
	USER_DISABLED = 9,
	TAG_MISMATCH = 10,      /* forged, truncated or altered */
	REPLAYED = 11,          /* a packet number seen before */
	NUMBER_TOO_OLD = 12,    /* below the replay window */
	OVER_PACKET_LIMIT = 13, /* to the destination */
	OVER_BYTE_LIMIT = 14,
	RETURN_OVER_PACKET_LIMIT = 15, /* to the client */
	RETURN_OVER_BYTE_LIMIT = 16,
	SESSIONS_EXCEEDED = 17, /* the user has all the sessions it may have */
	SESSION_TABLE_FULL = 18,
	LIMIT_TABLE_FULL = 19, /* the user's slot does not exist: fails closed */
	PORTS_EXHAUSTED = 20,  /* no free egress port towards this destination */
	NO_EGRESS_ADDRESS =
		21, /* the interface towards the destination has no address of its family */
	FAMILY_MISMATCH = 22, /* retired: no packet gets it since families are translated */
	NO_ROUTE = 23,
	NEIGHBOUR_UNRESOLVED = 24, /* the control plane was asked to resolve it */
	TTL_EXCEEDED = 25,
	TOO_BIG = 26,        /* larger than the MTU of the way out */
	RETURN_EXPIRED = 27, /* an answer for a session that is over, or a user that is gone */
	INTERNAL = 28,       /* a helper failed after a check that rules it out: aborted */
	/* Between families, and ICMP. An IPv4 packet without a UDP checksum cannot become IPv6,
	 * which demands one: to sum up to 1,500 bytes would cost more than all other work here. */
	CHECKSUM_MISSING = 29,
	/* Floods: */
	DENIED = 30,             /* from a network on the deny list */
	SOURCE_OVER_BUDGET = 31, /* no session yet, and too many tickets from this source to try */
	CPU_OVER_BUDGET = 32,    /* no session yet, and too many tickets on this CPU to try */
	/* ICMP: */
	TOO_BIG_ANSWERED = 33,      /* the sender was told so by ICMP */
	TTL_EXCEEDED_ANSWERED = 34, /* likewise; clients only */
	ICMP_FORWARDED = 35,        /* a client's error about an answer, told to the destination */
	ICMP_RETURNED = 36,         /* an error about a forwarded packet, told to the client */
	ICMP_LIMITED = 37,          /* an error of the same flow was told only just before */
	USER_BUSY = 38, /* the user's slot stayed locked by another packet: see guard.h */
	VERDICT_REASONS,
};

#define STATS_SLOTS 64

/* latency_map: per CPU, one slot per power of two. Slot n counts packets that took less than 2^n ns
 * and not less than half of that; the last one also all that took longer. */
#define LATENCY_SLOTS 32

struct latency {
	__u64 packets;
	__u64 nanoseconds; /* their sum */
};

/* event_ring */
enum event_type {
	EVENT_NEIGHBOUR_WANTED = 1, /* resolve `address` on `ifindex` */
	EVENT_SESSION_MADE = 2,     /* of `user_id` */
	EVENT_LIMIT_HIT = 3,        /* `user_id` had a packet dropped as `reason`; once a minute */
};

struct event {
	__u32 type; /* enum event_type */
	__u32 ifindex;
	struct address address;
	__u32 user_id;
	__u32 reason; /* enum verdict_reason */
};

#endif
