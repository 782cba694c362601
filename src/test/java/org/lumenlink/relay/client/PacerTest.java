package org.lumenlink.relay.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacerTest {

    @ParameterizedTest
    @CsvSource({
        "0, 10000, 0",
        "1, 10000, 100000",
        "10000, 10000, 1000000000",
        "1, 3, 333333333",
        "3, 3, 1000000000",
        "900000000000, 1000000, 900000000000000",
        "999999999, 1000000000, 999999999",
    })
    void dueNanosWhenRateIsGivenThenPacketsAreSpacedEvenly(long packet, long packetsPerSecond, long nanos) {
        assertThat(Pacer.dueNanos(packet, packetsPerSecond)).isEqualTo(nanos);
    }
}
