package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.Latency;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.relay.LatencyView;
import org.lumenlink.relay.relay.RelayStatus;

class RelayMetersTest {

    private final CountingStatus status = new CountingStatus();
    private final RelayMeters meters = new RelayMeters(status, () -> 0);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void scrapeWhenTrafficWasCountedThenHasPacketsAndBytesOfEveryVerdict() {
        meters.bindTo(registry);

        String page = registry.scrape();

        for (VerdictReason reason : VerdictReason.values()) {
            assertThat(page)
                    .contains("lumenlink_relay_packets_total{verdict=\"" + reason.label() + "\"} "
                            + (double) packets(reason) + "\n")
                    .contains("lumenlink_relay_bytes_total{verdict=\"" + reason.label() + "\"} "
                            + (double) (100 * packets(reason)) + "\n");
        }
    }

    @Test
    void scrapeWhenUsersAndSessionsExistThenHasTheirNumbersAndTheFillOfMaps() {
        meters.bindTo(registry);

        assertThat(registry.scrape())
                .contains("lumenlink_relay_users 7.0")
                .contains("lumenlink_relay_sessions 3.0")
                .contains("lumenlink_relay_map_entries{map=\"user_map\"} 7.0")
                .contains("lumenlink_relay_map_capacity{map=\"user_map\"} 100000.0")
                .doesNotContain("map=\"stats_map\"");
    }

    @Test
    void scrapesWhenMadeThenReadTheDataplaneOnceEach() {
        meters.bindTo(registry);
        int before = status.read;

        registry.scrape();
        registry.scrape();

        assertThat(status.read - before).isEqualTo(2);
    }

    private static long packets(VerdictReason reason) {
        return reason.label().hashCode() & 0xffffL;
    }

    /** Counters that stand still, and how often they were asked for. */
    private static final class CountingStatus implements RelayStatus {

        private int read;

        @Override
        public StatsView stats() {
            read++;
            return new StatsView(
                    7,
                    3,
                    Arrays.stream(VerdictReason.values())
                            .map(reason -> new VerdictView(reason.label(), packets(reason), 100 * packets(reason)))
                            .toList(),
                    new LatencyView(new Latency(new long[32], 0)));
        }

        @Override
        public DataplaneView dataplane() {
            return new DataplaneView(
                    List.of(),
                    List.of(),
                    443,
                    List.of(),
                    "20000-59999",
                    "",
                    1,
                    1,
                    "",
                    "",
                    List.of(new MapView("user_map", 7, 100_000), new MapView("stats_map", -1, 64)));
        }
    }
}
