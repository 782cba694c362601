/* Tickets: the sealed statement of who may use the relay until when (wire format, "Ticket"). */
#ifndef LUMENLINK_TICKET_H
#define LUMENLINK_TICKET_H

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "maps.h"
#include "siphash.h"

static __always_inline int ticket_try(const struct token_key *key, const struct ticket *ticket,
				      struct claims *claims)
{
	struct siphash s;
	__u64 pad[2], p01;
	__u32 p2;

	siphash_start128(&s, key->encryption);
	siphash_word(&s, ticket->t);
	siphash_last(&s, 0, 8);
	siphash_finish128(&s, pad);
	p01 = ((__u64)ticket->c[1] << 32 | ticket->c[0]) ^ pad[0];
	p2 = ticket->c[2] ^ (__u32)pad[1];

	siphash_start(&s, key->tag);
	siphash_word(&s, p01);
	siphash_last(&s, p2, 12);
	if (siphash_finish(&s) != ticket->t)
		return 0;

	claims->user_id = bpf_ntohl((__u32)p01);
	claims->expires_at = bpf_ntohl((__u32)(p01 >> 32));
	claims->generation = (__u16)(bpf_ntohl(p2) >> 16);
	siphash_start128(&s, key->session);
	siphash_word(&s, ticket->t);
	siphash_word(&s, (__u64)ticket->c[1] << 32 | ticket->c[0]);
	siphash_last(&s, ticket->c[2], 20);
	siphash_finish128(&s, claims->key);
	return 1;
}

/* Tries every token key; returns whether one opens the ticket. */
static __noinline int ticket_open(const struct ticket *ticket, struct claims *claims)
{
	if (!ticket || !claims)
		return 0;
	for (__u32 slot = 0; slot < TOKEN_KEY_SLOTS; slot++) {
		__u32 index = slot;
		const struct token_key *key = bpf_map_lookup_elem(&token_key_map, &index);

		if (key && key->valid && ticket_try(key, ticket, claims))
			return 1;
	}
	return 0;
}

#endif
