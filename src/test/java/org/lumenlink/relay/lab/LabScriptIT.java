package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;

@RequiresBpf
class LabScriptIT {

    @Test
    void upWhenRunTwiceThenDescribesTheSameLab() {
        try (TestLab lab = TestLab.up()) {
            assertThat(lab.script("up", "--json")).isEqualTo(lab.script("up", "--json"));
        }
    }

    @Test
    void upWhenTwoLabsStandSideBySideThenTheirApisDiffer(@TempDir Path folder) throws IOException {
        try (TestLab one = TestLab.up();
                TestLab other = TestLab.up()) {
            assertThat(describe(one, folder).api())
                    .isNotEqualTo(describe(other, folder).api());
            assertThat(describe(one, folder).pinPath())
                    .isNotEqualTo(describe(other, folder).pinPath());
        }
    }

    @Test
    void upWhenMadeThenBothSidesReachTheRelayAndNothingElse(@TempDir Path folder) throws IOException {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = describe(testLab, folder);
            assertThat(route(lab.clientNamespace(), lab.relayAddress())).contains("dev relay0");
            assertThat(route(lab.clientNamespace(), lab.relayAddress6())).contains("src fd00:201::10");
            assertThatThrownBy(() -> route(lab.clientNamespace(), lab.destinationAddress()))
                    .hasMessageContaining("unreachable");
            assertThatThrownBy(() -> route(lab.clientNamespace(), lab.destinationAddress6()))
                    .hasMessageContaining("unreachable");
        }
    }

    @Test
    void downWhenLabIsUpThenLeavesNothing() {
        String routes = hostRoutes();
        TestLab lab = TestLab.up();
        lab.close();
        assertThat(Path.of("/run/lumenlink/lab", lab.name())).doesNotExist();
        assertThat(Shell.line("ip netns list")).doesNotContain(lab.name());
        assertThat(Shell.line("cat /proc/self/mounts")).doesNotContain(lab.name());
        assertThat(hostRoutes()).isEqualTo(routes);
    }

    @Test
    void downWhenLabIsHalfMadeThenLeavesNothing() {
        TestLab lab = TestLab.named();
        Shell.run("ip", "netns", "add", "lumenlink-" + lab.name() + "-relay");
        lab.close();
        assertThat(Shell.line("ip netns list")).doesNotContain(lab.name());
    }

    @Test
    void downWhenNoLabIsUpThenSaysSo() {
        assertThat(TestLab.named().script("down")).contains("no lab named");
    }

    @Test
    void statusWhenNoLabIsUpThenFailsAndTellsHowToMakeIt() {
        TestLab lab = TestLab.named();
        assertThatThrownBy(() -> lab.script("status")).hasMessageContaining("scripts/lab up --name " + lab.name());
    }

    /** Leaves out the links to labs, of which others may come and go meanwhile, and how long routes have still to live. */
    private static String hostRoutes() {
        return Shell.line("ip route show table all")
                .lines()
                .filter(line -> !line.contains("lumenlab"))
                .map(line -> line.replaceFirst(" expires [0-9]+sec", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String route(String namespace, String address) {
        return Shell.run("ip", "-n", namespace, "route", "get", address);
    }

    private static Lab describe(TestLab lab, Path folder) throws IOException {
        return Lab.read(Files.writeString(folder.resolve(lab.name() + ".json"), lab.script("up", "--json")));
    }
}
