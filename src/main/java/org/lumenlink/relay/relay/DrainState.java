package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Remembers whether the relay drains, until it ends. */
@Component
class DrainState implements Draining {

    private static final Logger log = LoggerFactory.getLogger(DrainState.class);

    private final Clock clock;
    private @Nullable Instant since;

    DrainState(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void drain() {
        if (since == null) {
            since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            log.info("Draining: not ready, and no tokens are issued; sessions go on");
        }
    }

    @Override
    public synchronized void resume() {
        if (since != null) {
            since = null;
            log.info("In service again");
        }
    }

    @Override
    public synchronized @Nullable Instant since() {
        return since;
    }
}
