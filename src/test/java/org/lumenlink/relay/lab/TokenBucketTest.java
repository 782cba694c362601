package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000;

    private final TokenBucket bucket = new TokenBucket(1000, 10, 0);

    @Test
    void bucketWhenOfferedAtOnceThenPassesTheBurst() {
        offer(50, 0);
        assertThat(bucket.passed()).isEqualTo(10);
    }

    @Test
    void bucketWhenOfferedTwiceItsRateThenPassesBurstAndRateTimesElapsed() {
        for (int i = 0; i <= 4000; i++) {
            bucket.offer(i * (SECOND / 2000));
        }
        assertThat(bucket.passed()).isBetween(2009L, 2010L);
    }

    @Test
    void bucketWhenSenderPausesForLongerThanTheBurstLastsThenPassesNoMoreThanTheBurst() {
        offer(10, 0);
        offer(50, SECOND);
        assertThat(bucket.passed()).isEqualTo(20);
    }

    @Test
    void bucketWhenOfferedBelowItsRateThenPassesAll() {
        for (int i = 0; i < 500; i++) {
            bucket.offer(i * (SECOND / 500));
        }
        assertThat(bucket.passed()).isEqualTo(500);
    }

    private void offer(int packets, long now) {
        for (int i = 0; i < packets; i++) {
            bucket.offer(now);
        }
    }
}
