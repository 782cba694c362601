/* A user's token buckets, usage and session places: all that rate_limit_map holds. */
#ifndef LUMENLINK_LIMIT_H
#define LUMENLINK_LIMIT_H

#include <bpf/bpf_helpers.h>
#include "instant.h"
#include "maps.h"
#include "scratch.h"

/* More whole seconds than any bucket takes to fill, few enough that seconds times the highest rate
 * (12.5e9 bytes/s) stay far below 2^64. */
#define REFILL_SECONDS_MAX (1ULL << 24)

/* Makes an entry with the default limits for a user that has none; NULL if the table is full. */
static __noinline struct rate_limit *limit_create(__u32 user_id)
{
	struct rate_limit *fresh = scratch_rate_limit();

	if (!fresh)
		return NULL;
	fresh->packets_per_second = config.packets_per_second;
	fresh->burst_packets = config.burst_packets;
	fresh->bytes_per_second = config.bytes_per_second;
	fresh->burst_bytes = config.burst_bytes;
	bpf_map_update_elem(&rate_limit_map, &user_id, fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&rate_limit_map, &user_id);
}

/* Returns a user's entry, made on demand; NULL if the table is full. */
static __always_inline struct rate_limit *limit_of(__u32 user_id)
{
	struct rate_limit *limit = bpf_map_lookup_elem(&rate_limit_map, &user_id);

	return limit ? limit : limit_create(user_id);
}

/* Returns a level after a refill: `rate` per second over `elapsed` ns, at most `burst`.
 * A level is in billionths; rate and burst are whole packets or bytes. */
static __always_inline __u64 bucket_refill(__u64 level, __u64 rate, __u64 burst, __u64 elapsed)
{
	__u64 full = burst * NSEC_PER_SEC;

	if (elapsed >= NSEC_PER_SEC) {
		__u64 seconds = elapsed / NSEC_PER_SEC;

		if (seconds > REFILL_SECONDS_MAX || seconds * rate >= burst)
			return full;
		level += seconds * rate * NSEC_PER_SEC;
		elapsed -= seconds * NSEC_PER_SEC;
	}
	level += elapsed * rate;
	return level < full ? level : full;
}

/* Charges one packet to a user's buckets in one direction, or drops it whole: a refused packet
 * costs no tokens. Failing closed: a limit of 0 lets nothing pass.
 *
 * Returns FORWARDED, OVER_PACKET_LIMIT or OVER_BYTE_LIMIT. */
static __always_inline enum verdict_reason
limit_charge(struct rate_limit *limit, enum direction direction, __u32 bytes, __u64 now)
{
	struct token_bucket *bucket = &limit->bucket[direction];
	struct usage *usage = &limit->usage[direction];
	enum verdict_reason reason = FORWARDED;
	__u64 packet_level, byte_level, elapsed;

	bpf_spin_lock(&limit->lock);
	if (!bucket->refilled_at) {
		packet_level = limit->burst_packets * NSEC_PER_SEC;
		byte_level = limit->burst_bytes * NSEC_PER_SEC;
	} else {
		/* Another CPU may have read its clock a little later and come first. */
		elapsed = now > bucket->refilled_at ? now - bucket->refilled_at : 0;
		packet_level = bucket_refill(bucket->packets, limit->packets_per_second,
					     limit->burst_packets, elapsed);
		byte_level = bucket_refill(bucket->bytes, limit->bytes_per_second,
					   limit->burst_bytes, elapsed);
	}
	if (now > bucket->refilled_at)
		bucket->refilled_at = now;
	if (packet_level < NSEC_PER_SEC) {
		reason = OVER_PACKET_LIMIT;
	} else if (byte_level < bytes * NSEC_PER_SEC) {
		reason = OVER_BYTE_LIMIT;
	} else {
		packet_level -= NSEC_PER_SEC;
		byte_level -= bytes * NSEC_PER_SEC;
	}
	bucket->packets = packet_level;
	bucket->bytes = byte_level;
	if (reason == FORWARDED) {
		usage->packets++;
		usage->bytes += bytes;
	} else {
		usage->limited++;
	}
	bpf_spin_unlock(&limit->lock);
	return reason;
}

/* Takes one of the user's session places for a ticket; returns whether there was one. A place is
 * free again once the ticket that took it has expired, or was revoked. */
static __always_inline int limit_take_session(struct rate_limit *limit, __u32 max_sessions,
					      __u16 generation, __u32 expires_at,
					      __u32 wall_seconds)
{
	int taken = 0;

	bpf_spin_lock(&limit->lock);
	for (__u32 i = 0; i < MAX_SESSIONS_PER_USER; i++) {
		if (limit->session_generation != generation)
			limit->session_expires_at[i] = 0;
		if (!taken && i < max_sessions && limit->session_expires_at[i] <= wall_seconds) {
			limit->session_expires_at[i] = expires_at;
			taken = 1;
		}
	}
	limit->session_generation = generation;
	bpf_spin_unlock(&limit->lock);
	return taken;
}

#endif
