package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RelayImage;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.RequiresDocker;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestNamespace;

/**
 * The commands of docs/deploy.md, as they stand there, on a host of the test's own: a network namespace with an eth0, mounts
 * that nobody else sees, and an engine of its own.
 */
@RequiresBpf
@RequiresDocker
class DeployDocumentIT {

    private static final Pattern STEP = Pattern.compile("(?ms)^```sh\n# on the host\n(.*?)^```$");

    private static final Pattern MARK = Pattern.compile("--- after a step\n");

    private final Teardown teardown = new Teardown();
    private TestNamespace host;

    @BeforeEach
    void makeHost() {
        host = teardown.keep(TestNamespace.create("host"));
        TestNamespace outside = teardown.keep(TestNamespace.create("outside"));
        host.ip("link add eth0 type veth peer name eth0 netns " + outside.name());
        for (TestNamespace namespace : List.of(host, outside)) {
            namespace.ip("link set eth0 up");
        }
        host.ip("addr add 198.51.100.1/24 dev eth0");
        host.ip("addr add 2001:db8::1/64 dev eth0 nodad");
        outside.ip("addr add 198.51.100.7/24 dev eth0");
    }

    @AfterEach
    void removeHost() {
        teardown.close();
    }

    @Test
    void commandsWhenFollowedThenARelayServesIsReplacedAndIsGone(@TempDir Path folder) throws IOException {
        List<String> steps = STEP.matcher(Files.readString(Path.of("docs/deploy.md")))
                .results()
                .map((MatchResult step) -> step.group(1))
                .toList();
        assertThat(steps).hasSize(7);
        StringBuilder commands = new StringBuilder("set -euo pipefail\n");
        for (String step : steps) {
            commands.append(step).append("echo '--- after a step'\nip -d link show eth0\n");
        }
        Path script = Files.writeString(folder.resolve("steps"), commands);
        Path image = folder.resolve("image.tar");
        Shell.run("docker", "save", "--output", image.toString(), RelayImage.name());

        String output = Shell.run(
                "nsenter",
                "--net=/run/netns/" + host.name(),
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "src/test/scripts/own-host",
                image.toString(),
                RelayImage.name(),
                script.toString());
        List<String> said = MARK.splitAsStream(output).toList();

        assertThat(said.get(1)).as("what the doctor says").contains("CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON are there");
        assertThat(said.get(3))
                .as("the program, a token and metrics, once started")
                .contains(
                        "prog/xdp id",
                        "\"ticket\":",
                        "lumenlink_relay_packets_total{direction=\"to_destination\",verdict=\"forwarded\"}");
        assertThat(said.get(4)).as("the user, after an upgrade").contains("\"userId\":42");
        assertThat(said.get(5)).as("the program, after an upgrade").contains("prog/xdp id");
        assertThat(said.get(7)).as("the program, once taken away").doesNotContain("prog/xdp id");
    }
}
