package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lumenlink.relay.relay.Limit;

class RateLimitBodyTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 10000, 10000",
        "500, 5, 5000000, 50000",
        // The relay's own default follows the same rule.
        "10000, 100, 100000000, 1000000",
        "100000000, 1000000, 12500000000, 125000000"
    })
    void limitWhenOnlyPacketsAreGivenThenTheRestFollows(long packets, long burst, long bytes, long burstBytes) {
        Limit limit = new RateLimitBody(packets, null, null, null).toLimit("");

        assertThat(limit).isEqualTo(new Limit(packets, burst, bytes, burstBytes));
    }

    @Test
    void limitWhenBytesAreGivenThenTheirBurstFollowsThem() {
        Limit limit = new RateLimitBody(10L, 7L, 5_000_000L, null).toLimit("");

        assertThat(limit).isEqualTo(new Limit(10, 7, 5_000_000, 50_000));
    }

    @ParameterizedTest
    @CsvSource({"0", "-9223372036854775808", "9223372036854775807"})
    void limitWhenPacketsAreOutOfRangeThenOnlyTheyAre(long packets) {
        Limit limit = new RateLimitBody(packets, null, null, null).toLimit("");

        assertThat(limit.packetsPerSecond()).isEqualTo(packets);
        assertThat(limit.burstPackets()).isBetween(1L, 100_000_000L);
        assertThat(limit.bytesPerSecond()).isBetween(1L, 12_500_000_000L);
        assertThat(limit.burstBytes()).isBetween(1L, 4_000_000_000L);
    }
}
