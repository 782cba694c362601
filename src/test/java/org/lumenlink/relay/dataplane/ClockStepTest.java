package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.support.RequiresBpf;

/** What becomes of a session when the host's clock is stepped, as operations.md says. */
@RequiresBpf
class ClockStepTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    void clockWhenSteppedThenTicketsExpireByItAndAreGoodAgainWhenItIsSteppedBack() {
        try (Crossroads roads = Crossroads.open("near,far")) {
            await().atMost(DEADLINE).until(() -> roads.alice().isServed());

            roads.step(Duration.ofDays(1));
            await().atMost(DEADLINE).until(() -> !roads.alice().isServed() && expired(roads) > 0);

            roads.step(Duration.ofDays(-1));
            await().atMost(DEADLINE).until(() -> roads.alice().isServed());
            assertThat(roads.dataplane().mended()).hasToString("nothing");
        }
    }

    private static long expired(Crossroads roads) {
        return roads.dataplane().verdicts().stream()
                .filter(each -> each.reason() == VerdictReason.TICKET_EXPIRED)
                .mapToLong(VerdictCount::packets)
                .sum();
    }
}
