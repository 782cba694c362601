package org.lumenlink.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What those who fork the project rely on says what is so. */
class PublishedFilesTest {

    @Test
    void workflowThenRunsWhatAnybodyRuns() throws IOException {
        Object workflow = new Yaml().load(Files.readString(Path.of(".github/workflows/ci.yaml")));

        assertThat(workflow)
                .extracting("jobs.test.steps", InstanceOfAssertFactories.list(Map.class))
                .extracting(step -> String.valueOf(step.get("run")))
                .anyMatch(run -> run.contains("bash .ci/run"));
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
}
