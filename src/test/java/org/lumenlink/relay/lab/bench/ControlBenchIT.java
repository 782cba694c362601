package org.lumenlink.relay.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RequiresBpf;

/** Runs the smallest bench of the control plane that there is, with the packaged relay: that it measures what it says. */
@RequiresBpf
class ControlBenchIT {

    private static final int USERS = 100;
    private static final BenchSize SIZE =
            new BenchSize(1, 512, List.of(), List.of(), 1, 4096, 100, 20, List.of(1, 2), List.of(USERS));

    @TempDir
    Path disk;

    @Test
    void controlPlaneWhenMeasuredThenAllRequestsAreAnsweredAndAllUsersSurviveAKill() throws IOException {
        ControlResult result = new ControlBench(jar(), disk, SIZE, title -> true, row -> {}, row -> {}).run();

        assertThat(result.latencies())
                .extracting(LatencyResult::name, LatencyResult::connections)
                .containsExactly(
                        tuple("echo", 1),
                        tuple("register a user", 1),
                        tuple("issue a token", 1),
                        tuple("disk: write and sync", 1),
                        tuple("echo", 2),
                        tuple("register a user", 2),
                        tuple("issue a token", 2),
                        tuple("disk: write and sync", 2));
        assertThat(result.latencies()).allSatisfy(row -> {
            assertThat(row.count()).isEqualTo(SIZE.requests());
            assertThat(row.median()).isPositive();
            assertThat(row.percentile99()).isGreaterThanOrEqualTo(row.median());
        });
        assertThat(result.scales()).extracting(ScaleResult::users).containsExactly(0, USERS);
        assertThat(result.scales()).allSatisfy(row -> {
            assertThat(row.secondsToReady()).isPositive();
            assertThat(row.heapInUse()).isPositive();
            assertThat(row.mapsInUse()).isPositive();
        });
        assertThat(result.scales().getLast().perSecond()).isPositive();
        // Nothing is left on the disk.
        assertThat(disk).isEmptyDirectory();
    }

    private static Path jar() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.filter(file -> file.getFileName().toString().matches("lumenlink-relay-.*\\.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }
}
