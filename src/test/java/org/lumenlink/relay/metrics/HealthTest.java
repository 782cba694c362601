package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class HealthTest {

    @Test
    void dataplaneWhenAttachedThenUp() {
        assertThat(new DataplaneHealth(() -> true).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void dataplaneWhenDetachedThenDown() {
        assertThat(new DataplaneHealth(() -> false).health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void dataplaneWhenItCannotBeAskedThenDown() {
        DataplaneHealth health = new DataplaneHealth(() -> {
            throw new IllegalStateException("the kernel is gone");
        });

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void relayWhenAllHoldsThenUp() {
        assertThat(new ReadinessHealth("relay", () -> "").health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void relayWhenSomethingDoesNotHoldThenOutOfService() {
        assertThat(new ReadinessHealth("relay", () -> "the registry cannot be read")
                        .health()
                        .getStatus())
                .isEqualTo(Status.OUT_OF_SERVICE);
    }
}
