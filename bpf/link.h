/* The link layer: Ethernet addresses, and VLAN tags (IEEE 802.1Q, two of them: 802.1ad). */
#ifndef LUMENLINK_LINK_H
#define LUMENLINK_LINK_H

#include <linux/if_ether.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
#include "bytes.h"
#include "cursor.h"
#include "departure.h"

/* Returns how far into a frame with so many tags IP begins, 14 to 22. The verifier is not to know
 * which: it would walk all that comes after for each number of tags. */
static __always_inline __u32 link_length(__u32 tags)
{
	__u32 length = ETH_HLEN + tags * sizeof(struct vlan_tag);

	barrier_var(length);
	return length & 31;
}

static __always_inline int link_is_tag(__be16 protocol)
{
	return protocol == bpf_htons(ETH_P_8021Q) || protocol == bpf_htons(ETH_P_8021AD);
}

/* Reads up to TAGS_MAX tags into `tags`, which is not on the stack, and moves the cursor behind
 * them. Returns the EtherType of what follows, 0 if the frame ends before. */
static __always_inline __be16 link_parse(struct cursor *c, struct vlan_tags *tags)
{
	const struct ethhdr *eth = cursor_take(c, sizeof(*eth));
	__be16 protocol;

	tags->count = 0;
	if (!eth)
		return 0;
	protocol = load_unaligned16(&eth->h_proto);
	if (link_is_tag(protocol)) {
#pragma clang loop unroll(full)
		for (int i = 0; i < TAGS_MAX; i++) {
			const __be16 *tag;

			if (!link_is_tag(protocol))
				break;
			tag = cursor_take(c, 2 * sizeof(*tag)); /* TCI, EtherType of what follows */
			if (!tag)
				return 0;
			tags->tag[i].protocol = protocol;
			tags->tag[i].tci = tag[0];
			tags->count = i + 1;
			protocol = tag[1];
		}
	}
	c->at = c->start + link_length(tags->count);
	return protocol;
}

/* Writes the link layer of a departing frame; `protocol` is the EtherType behind the tags. Returns
 * where IP begins, NULL if the frame is too short. */
static __always_inline void *link_write(void *data, void *end, const struct departure *d,
					__be16 protocol)
{
	struct ethhdr *eth = data;
	__be16 *tags = data + ETH_HLEN;

	if ((void *)tags > end)
		return NULL;
	mac_copy(eth->h_source, d->out.mac);
	mac_copy(eth->h_dest, d->hop.mac);
	if (d->out.tag_count) {
		if ((void *)(tags + 2 * TAGS_MAX) > end)
			return NULL;
		store_unaligned16(&eth->h_proto, d->out.tag[0].protocol);
		tags[0] = d->out.tag[0].tci;
		tags[1] = protocol;
		if (d->out.tag_count == TAGS_MAX) {
			tags[1] = d->out.tag[1].protocol;
			tags[2] = d->out.tag[1].tci;
			tags[3] = protocol;
		}
	} else {
		store_unaligned16(&eth->h_proto, protocol);
	}
	return data + link_length(d->out.tag_count);
}

#endif
