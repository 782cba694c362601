package org.lumenlink.relay.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lumenlink.relay.support.PrometheusTools;
import org.lumenlink.relay.support.RequiresPrometheus;
import org.yaml.snakeyaml.Yaml;

/** The rules for Prometheus: promtool takes them, each alert was seen to fire, and somebody is told what to do about it. */
class AlertsTest {

    private static final Path RULES = Path.of("helm/lumenlink-relay/files/alerts.yaml");
    private static final Path RULE_TESTS = Path.of("src/test/prometheus/alerts_test.yaml");
    private static final Path RUNBOOKS = Path.of("docs/runbooks.md");

    static List<String> alerts() throws IOException {
        return rules().map(rule -> rule.get("alert"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    @Test
    @RequiresPrometheus
    void rulesWhenCheckedByPromtoolThenAreTaken() throws Exception {
        assertThat(promtool("check", "rules", RULES.toString()))
                .contains("SUCCESS: %d rules".formatted(rules().count()));
    }

    @Test
    @RequiresPrometheus
    void rulesWhenTestedByPromtoolThenEachAlertFiresWhenItMustAndOnlyThen() throws Exception {
        assertThat(promtool("test", "rules", RULE_TESTS.toString())).contains("SUCCESS");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alertWhenDefinedThenATestHasItFire(String alert) throws IOException {
        Map<String, Object> tests = new Yaml().load(Files.readString(RULE_TESTS));
        assertThat(objects(tests.get("tests"))
                        .flatMap(test -> objects(test.getOrDefault("alert_rule_test", List.of())))
                        .filter(test -> alert.equals(test.get("alertname")))
                        .filter(test -> test.get("exp_alerts") instanceof List<?> expected && !expected.isEmpty()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alertWhenDefinedThenLinksToASectionThatSaysWhatToDo(String alert) throws IOException {
        Map<?, ?> annotations = rules().filter(rule -> alert.equals(rule.get("alert")))
                .map(rule -> (Map<?, ?>) rule.get("annotations"))
                .findFirst()
                .orElseThrow();
        assertThat(annotations.get("runbook_url")).isEqualTo(RUNBOOKS + "#" + alert.toLowerCase(Locale.ROOT));
        String[] sections = Files.readString(RUNBOOKS).split("(?m)^## ");
        assertThat(Stream.of(sections).filter(section -> section.startsWith(alert + "\n")))
                .singleElement()
                .satisfies(section ->
                        assertThat(section.substring(alert.length()).strip()).isNotEmpty());
    }

    @Test
    void runbooksWhenListedThenNoneIsOfAnAlertThatThereIsNot() throws IOException {
        assertThat(Files.readAllLines(RUNBOOKS).stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(alerts());
    }

    private static Stream<Map<String, Object>> rules() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(RULES));
        return objects(file.get("groups")).flatMap(group -> objects(group.get("rules")));
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> objects(@Nullable Object list) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(list)).stream();
    }

    private static String promtool(String... arguments) throws Exception {
        Process promtool = new ProcessBuilder(
                        Stream.concat(Stream.of(PrometheusTools.path("promtool")), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        return said;
    }
}
