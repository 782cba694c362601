package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import picocli.CommandLine;

/** Runs the packaged relay in a lab, with real packets. */
@RequiresBpf
class DemonstrationIT {

    @Test
    void demonstrationWhenRelayRunsInALabThenAllFiguresAreRight(@TempDir Path folder) throws IOException {
        try (TestLab lab = TestLab.up()) {
            Path description =
                    Files.writeString(folder.resolve("lab.json"), lab.script("run", "--background", "--json"));
            StringWriter text = new StringWriter();
            int status = new CommandLine(new Demonstration(new PrintWriter(text)))
                    .execute("--lab", description.toString(), "--packets", "500", "--seconds", "1");
            assertThat(status).as(text.toString()).isZero();
            assertThat(text.toString()).doesNotContain("WRONG");
        }
    }

    @Test
    void relayWhenStoppedThenLeavesNeitherProgramNorPinBehind(@TempDir Path folder) throws IOException {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = Lab.read(
                    Files.writeString(folder.resolve("lab.json"), testLab.script("run", "--background", "--json")));
            assertThat(Shell.run(
                            "bpftool",
                            "map",
                            "show",
                            "pinned",
                            lab.pinPath().resolve("user_map").toString()))
                    .contains("user_map");
            assertThat(links(lab)).contains("xdp");
            testLab.script("stop");
            assertThat(lab.pinPath()).doesNotExist();
            assertThat(links(lab)).doesNotContain("xdp");
            assertThat(testLab.script("up")).contains("is up already");
        }
    }

    private static String links(Lab lab) {
        return Shell.run("ip", "-n", lab.relayNamespace(), "-details", "link", "show");
    }
}
