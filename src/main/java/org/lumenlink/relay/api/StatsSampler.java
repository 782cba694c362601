package org.lumenlink.relay.api;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.RelayStatus;
import org.springframework.stereotype.Component;

/** Reads the counters, once for all who ask at about the same time: counting sessions takes a while. */
@Component
class StatsSampler {

    private static final Duration MAX_AGE = Duration.ofMillis(500);

    private final RelayStatus status;
    private final Clock clock;
    private @Nullable StatsSample latest;

    StatsSampler(RelayStatus status, Clock clock) {
        this.status = status;
        this.clock = clock;
    }

    /** Returns counters that are at most half a second old. */
    synchronized StatsSample sample() {
        StatsSample present = latest;
        long now = System.nanoTime();
        if (present == null || now - present.nanoTime() > MAX_AGE.toNanos()) {
            present = new StatsSample(clock.instant().truncatedTo(ChronoUnit.MILLIS), now, status.stats());
            latest = present;
        }
        return present;
    }
}
