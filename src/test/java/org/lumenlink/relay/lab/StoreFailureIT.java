package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestDisk;

/** The packaged relay over a registry that is damaged, and one whose disk fills up. */
@RequiresBpf
class StoreFailureIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void startWhenRegistryIsDamagedThenEndsWithOneMessageThatSaysHowToMendIt() throws IOException {
        try (TestLab testLab = TestLab.up()) {
            Path data = Files.createDirectories(testLab.folder().resolve("data"));
            Files.writeString(data.resolve("relay.db"), "This is no database. ".repeat(1000));
            assertThatThrownBy(testLab::run).hasMessageContaining("the relay ended");
            assertThat(testLab.folder().resolve("relay.log"))
                    .content()
                    .containsOnlyOnce("relay.db in the data directory " + data + " is damaged")
                    .contains("scripts/lumenlink restore FILE")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void relayWhenItsDiskIsFullThenIsNotReadyUntilThereIsRoomAndGoesOnWithoutRestart() throws Exception {
        try (TestDisk disk = TestDisk.inMemory(4096);
                TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run("--lumenlink.relay.data-dir=" + disk.path());
            assertThat(ready(lab)).endsWith("200");
            disk.fill();
            await().atMost(PATIENCE).until(() -> ready(lab), answer -> answer.endsWith("503"));
            assertThat(ready(lab))
                    .contains("\"store\":{\"status\":\"OUT_OF_SERVICE\"}", "\"relay\":{\"status\":\"UP\"}");
            disk.empty();
            await().atMost(PATIENCE).until(() -> ready(lab), answer -> answer.endsWith("200"));
            assertThat(testLab.folder().resolve("relay.log"))
                    .content()
                    .containsOnlyOnce(
                            "The store is not ready: the disk of the data directory " + disk.path() + " is full");
        }
    }

    private static String ready(Lab lab) {
        return Shell.run("curl", "-sS", "--noproxy", "*", "-w", " %{http_code}", lab.management() + "/ready");
    }
}
