package org.lumenlink.relay.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real packets through the object on the oldest and the newest kernel; {@code scripts/kernel-matrix} has all. */
class KernelMatrixIT {

    private static final int UNAVAILABLE = 3;

    @Test
    void objectWhenRunOnTheOldestAndTheNewestKernelThenForwardsBothWays(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process matrix = new ProcessBuilder("scripts/kernel-matrix", "--json", "5.10", "newest")
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(said.toFile())
                .start();
        String table = new String(matrix.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = matrix.waitFor();
        String errors = Files.readString(said);

        assumeTrue(status != UNAVAILABLE, () -> "guests cannot be run here: " + errors.strip());
        assertThat(status).as(errors).isZero();
        JsonNode kernels = JsonMapper.shared().readTree(table);
        assertThat(kernels.valueStream().map(kernel -> kernel.get("version").asString()))
                .containsExactly("5.10", "newest");
        assertThat(kernels.valueStream())
                .allMatch(kernel -> kernel.get("passed").asBoolean(), "passed")
                .allMatch(kernel -> kernel.get("vlan-there").asString().equals("passed"), "clients in a VLAN")
                .allMatch(kernel -> kernel.get("qinq-back").asString().equals("passed"), "clients in a VLAN of a VLAN");
    }
}
