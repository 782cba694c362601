package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedReadingTest {

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private final SharedReading<Integer> reading = new SharedReading<>(taken::incrementAndGet, now::get);

    @Test
    void metersWhenReadOnceEachThenSeeTheSameFigures() {
        assertThat(reading.read("a")).isEqualTo(1);
        assertThat(reading.read("b")).isEqualTo(1);
        assertThat(reading.read("c")).isEqualTo(1);
    }

    @Test
    void meterWhenReadAgainThenFiguresAreTakenAgainForAll() {
        reading.read("a");
        reading.read("b");

        assertThat(reading.read("a")).isEqualTo(2);
        assertThat(reading.read("b")).isEqualTo(2);
        assertThat(reading.read("c")).isEqualTo(2);
    }

    @Test
    void meterWhenLeftOutOfTheLastScrapeThenSeesNoOldFigures() {
        reading.read("a");
        now.addAndGet(Duration.ofSeconds(1).toNanos() + 1);

        assertThat(reading.read("b")).isEqualTo(2);
    }
}
