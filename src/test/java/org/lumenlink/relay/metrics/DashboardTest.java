package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.RequiresPrometheus;
import org.lumenlink.relay.support.Teardown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts every query of the dashboard, and every rule, to a real Prometheus that scrapes a real relay with traffic. */
@RequiresBpf
@RequiresPrometheus
class DashboardTest {

    private static final Path FILES = Path.of("helm/lumenlink-relay/files");
    private static final Path RULES = FILES.resolve("alerts.yaml");
    private static final JsonNode DASHBOARD =
            new JsonMapper().readTree(FILES.resolve("dashboard.json").toFile());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Teardown TEARDOWN = new Teardown();

    @SuppressWarnings("NullAway.Init") // set before each test
    private static MonitoredRelay relay;

    @SuppressWarnings("NullAway.Init")
    private static PrometheusServer prometheus;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        relay = TEARDOWN.keep(new MonitoredRelay(
                folder.resolve("relay"),
                "--lumenlink.relay.sweep-interval=100ms",
                "--lumenlink.relay.token-keys.rotation-interval=30d"));
        relay.api()
                .send(
                        "POST",
                        "/api/v1/api-keys",
                        "{\"name\":\"grafana\",\"role\":\"viewer\",\"expiresAt\":\"%s\"}"
                                .formatted(Instant.now().plus(Duration.ofDays(365))));
        prometheus = TEARDOWN.keep(PrometheusServer.start(folder, relay.managementAddress(), RULES));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(prometheus.target().at("/health").asString())
                                .as(prometheus.target().at("/lastError").asString())
                                .isEqualTo("up"));
    }

    @AfterAll
    static void stop() {
        TEARDOWN.close();
    }

    static Stream<Arguments> queries() {
        return panels().flatMap(panel -> panel.at("/targets")
                .valueStream()
                .map(target -> Arguments.of(
                        panel.at("/title").asString(), target.at("/expr").asString())));
    }

    static Stream<Arguments> rules() throws IOException {
        // Prometheus itself says which rules there are.
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> prometheus.rules().size() > 0);
        List<Arguments> rules = new ArrayList<>();
        for (JsonNode group : prometheus.rules()) {
            group.at("/rules")
                    .valueStream()
                    .map(rule -> Arguments.of(
                            rule.at("/name").asString(), rule.at("/type").asString()))
                    .forEach(rules::add);
        }
        return rules.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("queries")
    void queryWhenPutToPrometheusThenHasData(String panel, String expression) {
        assertHasData(expression.replace("$__rate_interval", "10s").replace("$instance", ".*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void ruleWhenEvaluatedThenIsHealthyAndRecordsHaveData(String name, String type) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            JsonNode rule = rule(name);
            assertThat(rule.at("/lastError").asString("")).isEmpty();
            assertThat(rule.at("/health").asString()).isEqualTo("ok");
        });
        if (type.equals("recording")) {
            assertHasData(name);
        }
    }

    @Test
    void variableWhenAskedForThenHasTheRelay() throws IOException {
        JsonNode instances = DASHBOARD.at("/templating/list/1");
        assertThat(instances.at("/definition").asString()).isEqualTo("label_values(lumenlink_relay_ready, instance)");
        assertHasData("lumenlink_relay_ready");
        assertThat(prometheus
                        .query("lumenlink_relay_ready")
                        .at("/0/metric/instance")
                        .asString())
                .isEqualTo(relay.managementAddress());
    }

    @Test
    void annotationsWhenPutToPrometheusThenAreUnderstood() throws IOException {
        assertHasData("lumenlink_relay_ready");
        assertThat(prometheus
                        .query(DASHBOARD.at("/annotations/list/0/expr").asString())
                        .isArray())
                .isTrue();
    }

    @Test
    void panelsWhenListedThenEachSaysWhatItShowsInWhichUnit() {
        assertThat(panels().map(panel -> panel.at("/id").asInt())).doesNotHaveDuplicates();
        assertThat(panels()).hasSizeGreaterThan(15).allSatisfy(panel -> {
            assertThat(panel.at("/title").asString()).isNotEmpty();
            assertThat(panel.at("/description").asString()).isNotEmpty();
            if (!List.of("table", "heatmap").contains(panel.at("/type").asString())) {
                assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotEmpty();
            }
        });
    }

    private static Stream<JsonNode> panels() {
        return DASHBOARD
                .at("/panels")
                .valueStream()
                .filter(panel -> !panel.at("/type").asString().equals("row"));
    }

    private static JsonNode rule(String name) throws IOException {
        for (JsonNode group : prometheus.rules()) {
            for (JsonNode rule : group.at("/rules")) {
                if (rule.at("/name").asString().equals(name)) {
                    return rule;
                }
            }
        }
        throw new AssertionError("no rule " + name);
    }

    /** Keeps the traffic up until there is an answer: a rate needs counters that move between two scrapes. */
    private static void assertHasData(String expression) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    relay.carry(20);
                    relay.api().send("GET", "/api/v1/stats");
                    JsonNode result = prometheus.query(expression);
                    assertThat(result).as(expression).isNotEmpty();
                    assertThat(result.valueStream()
                                    .map(series -> series.at("/value/1").asString()))
                            .as(expression)
                            .anyMatch(value -> !value.equals("NaN"));
                });
    }
}
