package org.lumenlink.relay.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.AttachedInterfaces;
import org.lumenlink.relay.dataplane.Attachment;
import org.lumenlink.relay.dataplane.MissingInterface;
import org.lumenlink.relay.libbpf.XdpMode;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HealthTest {

    private static final Attachment ETH0 = new Attachment("eth0", 2, XdpMode.NATIVE, "");
    private static final MissingInterface ETH1 = new MissingInterface("eth1", "there is no such interface any more");

    @Test
    void dataplaneWhenAttachedThenUp() {
        assertThat(health(List.of(ETH0), List.of()).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void dataplaneWhenAnInterfaceIsMissingThenOutOfServiceAndNamesIt() {
        Health health = health(List.of(ETH0), List.of(ETH1));

        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails()).isEqualTo(Map.of("eth1", ETH1.reason()));
    }

    @Test
    void dataplaneWhenEveryInterfaceIsMissingThenDown() {
        Health health = health(List.of(), List.of(ETH1));

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).isEqualTo(Map.of("eth1", ETH1.reason()));
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

    private static Health health(List<Attachment> attached, List<MissingInterface> missing) {
        return requireNonNull(new DataplaneHealth(() -> new AttachedInterfaces(attached, missing)).health());
    }
}
