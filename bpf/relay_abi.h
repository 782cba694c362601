/* Shared with user space: keys and values of the maps, verdict reasons, events, settings.
 *
 * Everything here is the layout that org.lumenlink.relay.dataplane reads and writes. Names say
 * the byte order where it matters: __be types are network order, all else is host order.
 * A change of any layout raises LAYOUT_VERSION, which is part of the pin path, so that an older
 * or newer control plane never misreads a pinned map.
 */
#ifndef LUMENLINK_RELAY_ABI_H
#define LUMENLINK_RELAY_ABI_H

#include <linux/types.h>
#include <linux/bpf.h>

#define LAYOUT_VERSION 1

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
	struct opening_rate source_openings;  /* of each source, see source_map */
	struct opening_rate cpu_openings;     /* of each CPU */
	struct opening_rate reserve_openings; /* of each CPU, beyond either */
};

/* user_map: key __u32 user id (1 to 4294967295). The control plane is the only writer. */
struct user_entry {
	struct address destination;
	__be16 destination_port;
	__u16 generation;  /* a ticket whose session id has other high 16 bits is refused */
	__u8 enabled;      /* 0: every packet of the user is dropped as user_disabled */
	__u8 max_sessions; /* 1 to MAX_SESSIONS_PER_USER */
	__u16 reserved;
};

enum direction {
	DIRECTION_TO_DESTINATION = 0,
	DIRECTION_TO_CLIENT = 1,
	DIRECTION_COUNT = 2,
};

#define MAX_SESSIONS_PER_USER 16

/* A token bucket (RFC 2697 has the idea). Levels are in billionths of a packet or a byte, so that
 * a rate in packets per second times a time in nanoseconds is a level, exactly. */
struct token_bucket {
	__u64 packets;     /* 1e-9 packets */
	__u64 bytes;       /* 1e-9 bytes */
	__u64 refilled_at; /* ns of CLOCK_MONOTONIC; 0: never used, that is, full */
};

/* What a user's packets amounted to in one direction. */
struct usage {
	__u64 packets; /* forwarded */
	__u64 bytes;   /* of the forwarded IP packets as they arrived */
	__u64 limited; /* packets dropped by this user's limits */
};

/* rate_limit_map: key __u32 user id. Written by the control plane (limits) and by the program
 * (all else, under the lock). A user without an entry gets one with the default limits on the
 * first authenticated packet. */
struct rate_limit {
	struct bpf_spin_lock lock;
	__u32 packets_per_second; /* per direction */
	__u32 burst_packets;
	__u32 reserved;
	__u64 bytes_per_second; /* of IP packets, per direction */
	__u64 burst_bytes;
	struct token_bucket bucket[DIRECTION_COUNT];
	struct usage usage[DIRECTION_COUNT];
	/* A session takes one of these places until its ticket expires: Unix seconds, 0 free. */
	__u32 session_expires_at[MAX_SESSIONS_PER_USER];
	__u16 session_generation; /* the generation these places belong to */
	__u16 reserved2[3];
};

/* The way out of the relay in one direction, kept so that not every packet has to ask for user and
 * route. It holds while the epoch stands, for a short time, and for packets up to the length that
 * was asked for; then all is looked up again. */
struct next_hop {
	__u64 fresh_until; /* ns of CLOCK_MONOTONIC */
	__u32 epoch;
	__u32 ifindex;
	__u8 source_mac[6];
	__u8 target_mac[6];
	__u16 length; /* of the longest payload known to fit, whatever headers it arrives under */
	__u16 reserved;
};

#define REPLAY_WINDOW_BITS  256
#define REPLAY_WINDOW_WORDS (REPLAY_WINDOW_BITS / 64)

/* session_map: key __u64, the ticket's T as its 8 bytes stand on the wire. Made by the program for
 * the first authenticated packet of a ticket, removed by the control plane after the ticket has
 * expired; until then it remembers which packet numbers were seen. */
struct session {
	struct bpf_spin_lock lock;
	__u32 user_id;
	__u8 ticket_body[12]; /* C, as on the wire */
	__u32 expires_at;     /* Unix seconds */
	__u64 key[2];         /* S as two little-endian words */
	/* Under the lock: */
	__u64 next_number; /* one above the highest packet number seen; 0: none yet */
	__u64 window[REPLAY_WINDOW_WORDS]; /* bit n % 256: packet number n was seen */
	__u64 last_seen;                   /* ns of CLOCK_MONOTONIC, either direction */
	struct address client;             /* where answers go */
	struct address relay;              /* the address that the client sent to */
	struct address destination;
	struct address egress; /* source address towards the destination */
	__be16 client_port;
	__be16 destination_port;
	__be16 egress_port; /* source port towards the destination; 0: none held */
	__u16 generation;
	struct next_hop hop[DIRECTION_COUNT];
};

/* return_map: which session an answer belongs to. Value: the key of session_map. */
struct flow {
	struct address remote; /* the destination */
	struct address local;  /* the relay's address towards it */
	__be16 remote_port;
	__be16 local_port; /* egress port */
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

/* interface_map: key __u32 ifindex. The source address for each family towards what lies behind
 * that interface; all zero: none. */
struct interface_entry {
	struct address ipv4; /* mapped */
	struct address ipv6;
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

/* epoch_map: one __u32. The control plane raises it after each change of a user or of the relay's
 * addresses: what the program keeps of them holds for one epoch, and is looked up again before the
 * next packet. */

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
	LIMIT_TABLE_FULL = 19, /* no room for the user's bucket: fails closed */
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
	VERDICT_REASONS,
};

#define STATS_SLOTS 64

/* event_ring */
enum event_type {
	EVENT_NEIGHBOUR_WANTED = 1, /* resolve `address` on `ifindex` */
};

struct event {
	__u32 type; /* enum event_type */
	__u32 ifindex;
	struct address address;
};

#endif
