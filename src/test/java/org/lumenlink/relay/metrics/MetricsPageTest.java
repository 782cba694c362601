package org.lumenlink.relay.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.PrometheusTools;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.RequiresPrometheus;

/** The page that Prometheus reads, of a real relay that carries traffic. */
@RequiresBpf
class MetricsPageTest {

    private static final int PACKETS = 300;

    @SuppressWarnings("NullAway.Init") // set before each test
    private static MonitoredRelay relay;

    @BeforeAll
    static void carry(@TempDir Path dataDir) throws IOException {
        relay = new MonitoredRelay(dataDir, "--lumenlink.relay.sweep-interval=100ms");
        relay.carry(PACKETS);
    }

    @AfterAll
    static void close() {
        if (relay != null) {
            relay.close();
        }
    }

    @Test
    @RequiresPrometheus
    void pageWhenCheckedByPromtoolThenHasNothingToComplainOf(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("metrics"), relay.page());

        Process promtool = new ProcessBuilder(PrometheusTools.path("promtool"), "check", "metrics")
                .redirectInput(page.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);

        assertThat(said).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    @Test
    void pageWhenPacketsWereCarriedThenCountsThemByDirectionAndVerdict() {
        assertThat(relay.page())
                .contains(
                        "packets_total{direction=\"to_destination\",verdict=\"forwarded\"} " + (double) PACKETS + "\n")
                .contains("packets_total{direction=\"to_client\",verdict=\"returned\"} " + (double) PACKETS + "\n")
                .contains("packets_total{direction=\"either\",verdict=\"malformed\"} " + (double) PACKETS + "\n");
    }

    @Test
    void pageWhenPacketsWereTimedThenHasAHistogramInSeconds() {
        String page = relay.page();

        assertThat(page)
                .contains("# TYPE lumenlink_relay_latency_seconds histogram\n")
                .contains("lumenlink_relay_latency_seconds_bucket{le=\"1.0E-9\"} ")
                .contains("lumenlink_relay_latency_seconds_bucket{le=\"1.024E-6\"} ");
        double timed = value(page, "lumenlink_relay_latency_seconds_count");
        assertThat(timed).isPositive();
        assertThat(value(page, "lumenlink_relay_latency_seconds_bucket{le=\"+Inf\"}"))
                .isEqualTo(timed);
        assertThat(value(page, "lumenlink_relay_latency_seconds_sum")).isBetween(timed * 1e-9, timed);
    }

    @Test
    void pageWhenAUserHasASessionThenTellsWhatIsInUse() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(relay.page())
                        .contains("lumenlink_relay_egress_ports_used 1.0\n")
                        .contains("lumenlink_relay_egress_flows 1.0\n")
                        .contains("lumenlink_relay_egress_ports 40000.0\n")
                        .contains("lumenlink_relay_users 1.0\n")
                        .contains("lumenlink_relay_sessions 1.0\n")
                        .contains("lumenlink_relay_map_entries{map=\"return_map\"} 1.0\n")
                        .contains("lumenlink_relay_token_keys{state=\"active\"} 1.0\n")
                        .contains("lumenlink_relay_interfaces{state=\"attached\"} 1.0\n")
                        .contains("lumenlink_relay_store_healthy 1.0\n")
                        .contains("lumenlink_relay_ready 1.0\n"));
    }

    @Test
    void pageWhenMapsAreListedThenHasTheCapacityOfEachOfThem() {
        String page = relay.page();

        assertThat(relay.relay().dataplane().maps())
                .isNotEmpty()
                .allSatisfy(map -> assertThat(page)
                        .contains("lumenlink_relay_map_capacity{map=\"%s\"} %s\n"
                                .formatted(map.name(), (double) map.maxEntries())));
    }

    @Test
    void pageWhateverWasAskedForThenHasNoUserAndNoAddress() throws IOException {
        for (String path : new String[] {
            "/api/v1/users/" + MonitoredRelay.USER,
            "/api/v1/users/" + MonitoredRelay.USER + "/stats",
            "/api/v1/users/" + MonitoredRelay.USER + "/nothing",
            "/nothing/" + MonitoredRelay.USER,
            "/api/v1/users/999999999999",
            "/api/v1/deny-list/192.0.2.0/24",
            "/api/v1/users?destination=192.0.2.20&label=somebody"
        }) {
            relay.api().send("GET", path);
            relay.management().send("GET", path);
        }
        relay.api().send("PUT", "/api/v1/deny-list/2001:db8:77::/48");
        relay.api().send("DELETE", "/api/v1/deny-list/2001:db8:77::/48");

        String page = relay.page();

        assertThat(page)
                .contains("http_server_requests_seconds_count")
                .contains("uri=\"/api/v1/users/{userId}\"")
                .doesNotContain(String.valueOf(MonitoredRelay.USER))
                .doesNotContain("999999999999")
                .doesNotContain("somebody")
                .doesNotContain("db8");
        assertThat(find("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b", "from 192.0.2.10 on"))
                .as("the pattern finds an address")
                .isEqualTo("192.0.2.10");
        assertThat(find("\"[^\"]*\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b[^\"]*\"", page))
                .isEmpty();
        assertThat(find("\"[^\"]*[0-9a-f]{1,4}:[0-9a-f]{0,4}:[0-9a-f:]*[^\"]*\"", page))
                .isEmpty();
    }

    @Test
    void pageWhenSeenThenHasApiRequestsJvmAndBuild() throws IOException {
        relay.api().send("GET", "/api/v1/stats");

        assertThat(relay.page())
                .containsPattern("http_server_requests_seconds_count\\{[^}]*uri=\"/api/v1/stats\"[^}]*} [1-9]")
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_threads_live_threads ")
                .contains("process_uptime_seconds ")
                .containsPattern(
                        "lumenlink_relay_build_info\\{kernel=\"[^\"]+\",layout=\"[0-9]+\",libbpf=\"[^\"]+\",version=\"[^\"]+\"} 1");
    }

    @Test
    void pageWhenComparedWithTheDocumentationThenEachOfOurMetricsHasItsRowAndNoOtherHas() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| `(lumenlink_[a-z_]+)(?:\\{([a-z,]+)})?` \\|");
        Map<String, String> documented = new TreeMap<>();
        row.matcher(Files.readString(Path.of("docs/metrics.md")))
                .results()
                .forEach(found -> documented.put(found.group(1), Objects.requireNonNullElse(found.group(2), "")));

        assertThat(documented).isEqualTo(ourMetrics(relay.page()));
    }

    /** Returns the labels of our metrics, with commas, by name. */
    private static Map<String, String> ourMetrics(String page) {
        Map<String, String> labels = new TreeMap<>();
        Pattern.compile("(?m)^# HELP (lumenlink_[a-z_]+) ")
                .matcher(page)
                .results()
                .forEach(found -> {
                    String name = found.group(1);
                    Matcher series =
                            Pattern.compile("(?m)^" + name + "(?:\\{(.*)})? ").matcher(page);
                    String own = series.find() ? Objects.requireNonNullElse(series.group(1), "") : "";
                    labels.put(name, own.replaceAll("=\"[^\"]*\"", ""));
                });
        return labels;
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static double value(String page, String series) {
        return page.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
