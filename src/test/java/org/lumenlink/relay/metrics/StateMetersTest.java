package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.AttachedInterfaces;
import org.lumenlink.relay.dataplane.Attachment;
import org.lumenlink.relay.dataplane.MissingInterface;
import org.lumenlink.relay.libbpf.XdpMode;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.RelayReadiness;

class StateMetersTest {

    private static final Attachment ETH0 = new Attachment("eth0", 2, XdpMode.NATIVE, "");
    private static final MissingInterface ETH1 = new MissingInterface("eth1", "there is no such interface any more");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final State state = new State();
    private Supplier<AttachedInterfaces> interfaces = () -> new AttachedInterfaces(List.of(ETH0), List.of(ETH1));

    @Test
    void scrapeWhenAllIsWellThenReadyAndHealthy() {
        assertThat(scrape())
                .contains("lumenlink_relay_ready 1.0\n")
                .contains("lumenlink_relay_draining 0.0\n")
                .contains("lumenlink_relay_store_healthy 1.0\n")
                .contains("lumenlink_relay_users 7.0\n")
                .contains("lumenlink_relay_interfaces{state=\"attached\"} 1.0\n")
                .contains("lumenlink_relay_interfaces{state=\"missing\"} 1.0\n");
    }

    @Test
    void scrapeWhenTheStoreFailsThenSaysSoAndHasTheRest() {
        state.storeReason = "the disk is full";

        assertThat(scrape())
                .contains("lumenlink_relay_ready 0.0\n")
                .contains("lumenlink_relay_store_healthy 0.0\n")
                .contains("lumenlink_relay_draining 0.0\n");
    }

    @Test
    void scrapeWhenTheRelayDrainsThenSaysSo() {
        state.since = Instant.EPOCH;

        assertThat(scrape()).contains("lumenlink_relay_draining 1.0\n");
    }

    @Test
    void scrapeWhenInterfacesAreNotLookedAfterThenNotReadyAndTheirNumbersUnknown() {
        interfaces = () -> {
            throw new IllegalStateException("not looked after");
        };
        state.broken = true;

        assertThat(scrape())
                .contains("lumenlink_relay_ready 0.0\n")
                .contains("lumenlink_relay_interfaces{state=\"attached\"} NaN\n");
    }

    private String scrape() {
        new StateMeters(() -> 7, state, state, () -> interfaces.get()).bindTo(registry);
        return registry.scrape();
    }

    /** What the relay would say of itself. */
    private static final class State implements RelayReadiness, Draining {

        private String storeReason = "";
        private @Nullable Instant since;
        private boolean broken;

        @Override
        public String reason() {
            if (broken) {
                throw new IllegalStateException("not looked after");
            }
            return "";
        }

        @Override
        public String storeReason() {
            return storeReason;
        }

        @Override
        public String keysReason() {
            return "";
        }

        @Override
        public void drain() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Instant since() {
            return since;
        }
    }
}
