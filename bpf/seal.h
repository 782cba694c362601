/* What a client's packet shows, and what its ticket says once it is opened. */
#ifndef LUMENLINK_SEAL_H
#define LUMENLINK_SEAL_H

#include <linux/types.h>

/* A ticket as it stands on the wire. */
struct ticket {
	__u64 t; /* the 8 bytes of T, as they lie in memory */
	__u32 c[3];
};

/* What a ticket says, and the session key that goes with it. */
struct claims {
	__u32 user_id;
	__u32 expires_at; /* Unix seconds */
	__u16 generation;
	__u64 key[2]; /* S */
};

/* What a packet shows before any key is known. */
struct sealed {
	struct ticket ticket;
	__u64 first_and_number; /* F || N as one little-endian word, masked */
	__u64 tag;
	__u64 prefix[2];      /* A */
	__u16 payload_length; /* of the inner payload */
	__u16 strip;          /* bytes of the header at the start of the UDP payload */
};

#endif
