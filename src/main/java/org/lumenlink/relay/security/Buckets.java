package org.lumenlink.relay.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * Limits how often something happens, for each key on its own. Remembers a bounded number of keys; whoever is forgotten
 * starts anew.
 *
 * @param <K> what is counted separately
 */
class Buckets<K> {

    private static final int MOST_KEYS = 10_000;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    private final Cache<K, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(LONG_ENOUGH)
            .build();
    private final long burst;
    private final long refill;
    private final Duration period;

    /**
     * Sets the limit.
     *
     * @param burst at once
     * @param refill within a period, thereafter
     */
    Buckets(long burst, long refill, Duration period) {
        this.burst = burst;
        this.refill = refill;
        this.period = period;
    }

    /** Takes one; returns zero if there was one, or else how long to wait for it. */
    Duration take(K key) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    /** Gives back one that was taken. */
    void giveBack(K key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(K key) {
        return buckets.get(
                key,
                absent -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(refill, period))
                        .build());
    }
}
