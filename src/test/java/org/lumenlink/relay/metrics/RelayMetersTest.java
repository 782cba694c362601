package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.EgressPorts;
import org.lumenlink.relay.dataplane.MapInfo;
import org.lumenlink.relay.dataplane.NextHops;
import org.lumenlink.relay.dataplane.VerdictCount;
import org.lumenlink.relay.dataplane.VerdictReason;

class RelayMetersTest {

    private int taken;
    private final RelayMeters meters = new RelayMeters(this::take, () -> 0);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void scrapeWhenTrafficWasCountedThenHasPacketsAndBytesOfEveryVerdictAndItsDirection() {
        meters.bindTo(registry);

        String page = registry.scrape();

        for (VerdictReason reason : VerdictReason.values()) {
            String labels = "{direction=\"%s\",verdict=\"%s\"} "
                    .formatted(reason.direction().label(), reason.label());
            assertThat(page)
                    .contains("lumenlink_relay_packets_total" + labels + (double) packets(reason) + "\n")
                    .contains("lumenlink_relay_bytes_total" + labels + (double) (100 * packets(reason)) + "\n");
        }
        assertThat(page)
                .contains("{direction=\"to_destination\",verdict=\"forwarded\"}")
                .contains("{direction=\"to_client\",verdict=\"returned\"}")
                .contains("{direction=\"either\",verdict=\"no_route\"}")
                .contains("{direction=\"none\",verdict=\"not_ours\"}");
    }

    @Test
    void scrapeWhenMapsHoldSomethingThenHasTheirFillAndEveryCapacity() {
        meters.bindTo(registry);

        assertThat(registry.scrape())
                .contains("lumenlink_relay_sessions 3.0\n")
                .contains("lumenlink_relay_map_entries{map=\"session_map\"} 3.0\n")
                .contains("lumenlink_relay_map_entries{map=\"user_map\"} 7.0\n")
                .contains("lumenlink_relay_map_capacity{map=\"user_map\"} 100000.0\n")
                .contains("lumenlink_relay_map_capacity{map=\"stats_map\"} 64.0\n")
                .doesNotContain("lumenlink_relay_map_entries{map=\"stats_map\"}");
    }

    @Test
    void scrapeWhenPortsAndNextHopsAreInUseThenHasTheirNumbers() {
        meters.bindTo(registry);

        assertThat(registry.scrape())
                .contains("lumenlink_relay_egress_flows 9.0\n")
                .contains("lumenlink_relay_egress_ports_used 8.0\n")
                .contains("lumenlink_relay_egress_ports 40000.0\n")
                .contains("lumenlink_relay_next_hops{state=\"resolved\"} 4.0\n")
                .contains("lumenlink_relay_next_hops{state=\"waiting\"} 5.0\n")
                .contains("lumenlink_relay_next_hops{state=\"failed\"} 6.0\n");
    }

    @Test
    void scrapesWhenMadeThenReadTheDataplaneOnceEach() {
        meters.bindTo(registry);
        int before = taken;

        registry.scrape();
        registry.scrape();

        assertThat(taken - before).isEqualTo(2);
    }

    private Reading take() {
        taken++;
        return Reading.of(
                Arrays.stream(VerdictReason.values())
                        .map(reason -> new VerdictCount(reason, packets(reason), 100 * packets(reason)))
                        .toList(),
                List.of(
                        new MapInfo("session_map", 3, 1000),
                        new MapInfo("user_map", 7, 100_000),
                        new MapInfo("stats_map", -1, 64)),
                new EgressPorts(9, 8, 40_000),
                new NextHops(4, 5, 6));
    }

    private static long packets(VerdictReason reason) {
        return reason.label().hashCode() & 0xffffL;
    }
}
