package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scripts/lumenlink doctor} on a host of its own, as operators run it. */
@RequiresBpf
class DoctorIT {

    private final Teardown teardown = new Teardown();
    private TestNamespace host;
    private TestBpfFileSystem bpf;

    @TempDir
    Path data;

    @BeforeEach
    void makeHost() {
        host = teardown.keep(TestNamespace.create("doctor-command"));
        bpf = teardown.keep(TestBpfFileSystem.mount());
        host.ip("link add eth0 type veth peer name peer0");
        host.ip("addr add 192.0.2.1/24 dev eth0");
        host.ip("link set eth0 up");
        host.sysctl("net/ipv4/conf/eth0/forwarding", "1");
    }

    @AfterEach
    void removeHost() {
        teardown.close();
    }

    @Test
    void hostWhenARelayWouldStartThenEveryLineIsOkOrAWarningAndTheStatusIs0() {
        String table = doctor("eth0", bpf.path());

        assertThat(table)
                .contains("ok       eth0            has 192.0.2.1\n")
                .contains("ok       eth0            forwards IPv4\n")
                .doesNotContain("\nproblem ")
                .containsPattern("\n0 problems, \\d+ warnings\n$");
    }

    @Test
    void hostWhenARelayWouldNotStartThenEachProblemHasTheCommandThatMendsItAndTheStatusIs1() {
        host.sysctl("net/ipv4/conf/eth0/forwarding", "0");

        assertThatThrownBy(() -> doctor("eth0,eth7", data))
                .hasMessageContaining("exited with 1")
                .hasMessageContaining(
                        "problem  pin path        the pin path " + data + " is not on a BPF file system\n")
                .hasMessageContaining("mend it: mount -t bpf bpf /sys/fs/bpf, or set RELAY_PIN_PATH")
                .hasMessageContaining("problem  eth0            interface eth0 does not forward IPv4\n")
                .hasMessageContaining("mend it: sysctl -w net/ipv4/conf/eth0/forwarding=1\n")
                .hasMessageContaining("problem  eth7            there is no network interface eth7\n")
                .hasMessageContaining("mend it: choose from those that there are (RELAY_INTERFACE at the start): ")
                .hasMessageContaining("\n3 problems, ");
    }

    @Test
    void findingsWhenAskedForAsJsonThenThereIsNothingElse() {
        JsonNode report = JsonMapper.shared().readTree(doctor("eth0", bpf.path(), "--json"));

        assertThat(report.at("/problems").asInt()).isZero();
        assertThat(report.at("/findings"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.propertyNames())
                        .containsExactlyInAnyOrder("level", "subject", "what", "mend"));
    }

    private String doctor(String interfaces, Path pinPath, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + host.name(),
                "env",
                "RELAY_INTERFACE=" + interfaces,
                "RELAY_PIN_PATH=" + pinPath,
                "RELAY_DATA_DIR=" + data,
                "scripts/lumenlink",
                "doctor"));
        words.addAll(List.of(options));
        return Shell.run(words.toArray(String[]::new));
    }
}
