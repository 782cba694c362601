package org.lumenlink.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** What those who fork the project rely on says what is so. */
class PublishedFilesTest {

    private static final Pattern SCRIPT = Pattern.compile("(?<![\\w/])(?:\\.ci|scripts)/[\\w./-]+");

    @Test
    void workflowThenRunsWhatAnybodyRuns() throws IOException {
        List<String> scripts = steps().flatMap(
                        step -> SCRIPT.matcher(String.valueOf(step.get("run"))).results())
                .map(MatchResult::group)
                .toList();

        assertThat(scripts)
                .contains(".ci/run")
                .allSatisfy(script -> assertThat(Path.of(script)).isExecutable());
    }

    @Test
    void workflowThenMayOnlyReadAndUsesActionsThatNobodyCanExchange() throws IOException {
        assertThat(workflow()).containsEntry("permissions", Map.of("contents", "read"));
        assertThat(jobs()).allSatisfy(job -> assertThat(job).doesNotContainKey("permissions"));
        assertThat(steps().map(step -> step.get("uses")).filter(Objects::nonNull))
                .isNotEmpty()
                .allSatisfy(action -> assertThat(action).asString().matches("[\\w-]+/[\\w-]+@[0-9a-f]{40}"));
        assertThat(steps().filter(step -> String.valueOf(step.get("uses")).startsWith("actions/checkout@")))
                .singleElement()
                .extracting("with.persist-credentials")
                .isEqualTo(false);
    }

    @Test
    void licenceOfTheObjectThenIsTheOneThatIsExplained() throws IOException {
        assertThat(Files.readString(Path.of("bpf/lumenlink.bpf.c"))).contains("SEC(\"license\") = \"Dual MIT/GPL\";");
        assertThat(Files.readString(Path.of("LICENSES/README.md"))).contains("Dual MIT/GPL");
        assertThat(Path.of("LICENSES/MIT.txt")).exists();
        assertThat(Path.of("LICENSES/GPL-2.0-only.txt")).exists();
        assertThat(Files.readString(Path.of("LICENSE"))).contains("Apache License");
    }

    @Test
    void changelogThenHasAPlaceForWhatIsNotReleased() throws IOException {
        assertThat(Files.readAllLines(Path.of("CHANGELOG.md"))).contains("## [Unreleased]");
    }

    private static Stream<Map<String, Object>> steps() throws IOException {
        return jobs().stream().flatMap(job -> children(job.get("steps")));
    }

    private static List<Map<String, Object>> jobs() throws IOException {
        Map<?, ?> jobs = (Map<?, ?>) Objects.requireNonNull(workflow().get("jobs"));
        return children(jobs.values()).toList();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> children(@Nullable Object of) {
        return ((Collection<Map<String, Object>>) Objects.requireNonNull(of)).stream();
    }

    private static Map<String, Object> workflow() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        return new Yaml(strict).load(Files.readString(Path.of(".github/workflows/ci.yaml")));
    }
}
