/* Token buckets: what a user may send and receive. */
#ifndef LUMENLINK_LIMIT_H
#define LUMENLINK_LIMIT_H

#include <bpf/bpf_helpers.h>
#include "instant.h"
#include "maps.h"

/* More whole seconds than any bucket takes to fill, few enough that seconds times the highest rate
 * (12.5e9 bytes/s) stay far below 2^64. */
#define REFILL_SECONDS_MAX (1ULL << 24)

/* Returns a level, but no more than a burst fills. */
static __always_inline __u64 bucket_at_most(__u64 level, __u64 burst)
{
	__u64 full = burst * NSEC_PER_SEC;

	return level < full ? level : full;
}

/* Returns a level after a refill: `rate` per second over `elapsed` ns, at most `burst`.
 * A level is in billionths; rate and burst are whole packets or bytes. */
static __always_inline __u64 bucket_refill(__u64 level, __u64 rate, __u64 burst, __u64 elapsed)
{
	if (elapsed >= NSEC_PER_SEC) {
		__u64 seconds = elapsed / NSEC_PER_SEC;

		if (seconds > REFILL_SECONDS_MAX || seconds * rate >= burst)
			return burst * NSEC_PER_SEC;
		level += seconds * rate * NSEC_PER_SEC;
		elapsed -= seconds * NSEC_PER_SEC;
	}
	return bucket_at_most(level + elapsed * rate, burst);
}

/* Brings a bucket up to date. `now` may be behind: another CPU may have read its clock later and
 * come first. */
static __always_inline void meter_refill(struct meter *meter, __u64 now)
{
	struct token_bucket *bucket = &meter->bucket;

	if (now <= bucket->refilled_at)
		return;
	if (!bucket->refilled_at) {
		bucket->packets = meter->limit.burst_packets * NSEC_PER_SEC;
		bucket->bytes = meter->limit.burst_bytes * NSEC_PER_SEC;
	} else {
		__u64 elapsed = now - bucket->refilled_at;

		bucket->packets = bucket_refill(bucket->packets, meter->limit.packets_per_second,
						meter->limit.burst_packets, elapsed);
		bucket->bytes = bucket_refill(bucket->bytes, meter->limit.bytes_per_second,
					      meter->limit.burst_bytes, elapsed);
	}
	bucket->refilled_at = now;
}

/* Charges one packet to a user in one direction, or drops it whole: a refused packet costs no
 * tokens. Failing closed: a limit of 0 lets nothing pass. Call with the user's slot locked.
 *
 * Returns FORWARDED, OVER_PACKET_LIMIT or OVER_BYTE_LIMIT. */
static __always_inline enum verdict_reason meter_charge(struct meter *meter, __u32 bytes, __u64 now)
{
	meter_refill(meter, now);
	if (meter->bucket.packets < NSEC_PER_SEC)
		return OVER_PACKET_LIMIT;
	if (meter->bucket.bytes < bytes * NSEC_PER_SEC)
		return OVER_BYTE_LIMIT;
	meter->bucket.packets -= NSEC_PER_SEC;
	meter->bucket.bytes -= bytes * NSEC_PER_SEC;
	meter->packets++;
	meter->bytes += bytes;
	return FORWARDED;
}

#endif
