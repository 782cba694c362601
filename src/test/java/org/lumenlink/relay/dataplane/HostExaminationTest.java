package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.Finding.Level;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;

/** A host that is made unfit on purpose, in one way after the other. */
@RequiresBpf
class HostExaminationTest {

    private TestNamespace namespace;
    private TestBpfFileSystem bpf;

    @BeforeEach
    void makeHost() {
        namespace = TestNamespace.create("doctor");
        bpf = TestBpfFileSystem.mount();
        namespace.ip("link add relay0 numrxqueues 4 numtxqueues 4 type veth peer name peer0");
        namespace.ip("link set relay0 up");
        namespace.ip("addr add 192.0.2.1/24 dev relay0");
        namespace.ip("addr add 2001:db8::1/64 dev relay0 nodad");
        namespace.sysctl("net/ipv4/conf/relay0/forwarding", "1");
        namespace.sysctl("net/ipv6/conf/relay0/forwarding", "1");
        namespace.sysctl("net/ipv4/conf/all/rp_filter", "0");
        ethtool("-L relay0 rx 4 tx 4");
    }

    @AfterEach
    void removeHost() {
        bpf.close();
        namespace.close();
    }

    @Test
    void hostWhenFitThenThereIsNothingButTheClockToWarnOf() {
        assertThat(examine(settings("relay0")))
                .filteredOn(finding -> finding.level() != Level.OK)
                .filteredOn(finding -> !finding.subject().equals("clock"))
                .isEmpty();
        assertFound(Level.OK, "kernel", "Linux " + HostInfo.current().kernelRelease());
        assertFound(Level.OK, "capabilities", "CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON");
        assertFound(Level.OK, "pin path", "is on a BPF file system");
        assertFound(Level.OK, "relay0", "has no other XDP program");
        assertFound(Level.OK, "relay0", "has 192.0.2.1, 2001:db8:0:0:0:0:0:1");
        assertFound(Level.OK, "relay0", "forwards IPv4 and IPv6");
        assertFound(Level.OK, "relay0", "driver veth; the far end needs an XDP program of its own, or GRO");
        assertFound(Level.OK, "relay0", "MTU 1500");
        assertFound(Level.OK, "relay0", "4 of at most 4 receive queues");
    }

    @Test
    void relayWhenRunningThenItsProgramIsWelcome() {
        try (Dataplane dataplane = namespace.call(() -> Dataplane.start(settings("relay0"), Clock.systemUTC()))) {
            assertFound(
                    Level.OK,
                    "relay0",
                    "has the program of this relay, which is running (id "
                            + dataplane.info().programId() + ", native)");
        }
    }

    @Test
    void programWhenOfAnotherRelayThenIsAProblem() {
        DataplaneSettings other = settings("relay0", "pin-path", bpf.path().resolve("other"));
        try (Dataplane dataplane = namespace.call(() -> Dataplane.start(other, Clock.systemUTC()))) {
            assertThat(dataplane.info().attached()).hasSize(1);
            assertFound(Level.PROBLEM, "relay0", "has another XDP program attached", "ip link set dev relay0 xdp off");
        }
    }

    @Test
    void interfaceWhenMissingThenIsAProblem() {
        assertThat(examine(settings("eth7")))
                .anySatisfy(finding -> assertFinding(
                        finding, Level.PROBLEM, "eth7", "there is no network interface eth7", "peer0, relay0"));
    }

    @Test
    void interfaceWhenWithoutAddressThenIsAProblem() {
        namespace.ip("addr flush dev relay0");
        assertFound(Level.PROBLEM, "relay0", "has no IPv4 or IPv6 address", "ip addr add ADDRESS/PREFIX dev relay0");
    }

    @Test
    void interfaceWhenItDoesNotForwardThenIsAProblemForEachFamily() {
        namespace.sysctl("net/ipv4/conf/relay0/forwarding", "0");
        namespace.sysctl("net/ipv6/conf/relay0/forwarding", "0");
        assertFound(Level.PROBLEM, "relay0", "does not forward IPv4", "sysctl -w net/ipv4/conf/relay0/forwarding=1");
        assertFound(Level.PROBLEM, "relay0", "does not forward IPv6", "sysctl -w net/ipv6/conf/relay0/forwarding=1");
    }

    @Test
    void pinPathWhenOnAnotherFileSystemThenIsAProblem() {
        assertThat(examine(settings("relay0", "pin-path", Path.of("/tmp/lumenlink"))))
                .anySatisfy(finding -> assertFinding(
                        finding,
                        Level.PROBLEM,
                        "pin path",
                        "/tmp/lumenlink is not on a BPF file system",
                        "mount -t bpf bpf /sys/fs/bpf"));
    }

    @Test
    void interfaceWhenSwitchedOffThenIsAWarning() {
        namespace.ip("link set relay0 down");
        assertFound(Level.WARNING, "relay0", "is switched off", "ip link set dev relay0 up");
    }

    @Test
    void reversePathFilterWhenStrictThenIsAWarningOnlyWhereThereAreSeveralInterfaces() {
        namespace.sysctl("net/ipv4/conf/relay0/rp_filter", "1");
        assertThat(examine(settings("relay0")))
                .noneMatch(finding -> finding.what().contains("reverse-path"));
        assertThat(examine(settings("relay0,peer0")))
                .anySatisfy(finding -> assertFinding(
                        finding,
                        Level.WARNING,
                        "relay0",
                        "has the strict reverse-path filter",
                        "sysctl -w net/ipv4/conf/relay0/rp_filter=2"));
        namespace.sysctl("net/ipv4/conf/all/rp_filter", "2");
        assertThat(examine(settings("relay0,peer0")))
                .noneMatch(finding -> finding.what().contains("reverse-path"));
    }

    @Test
    void addressWhenItExpiresAndRouterAdvertisementsAreIgnoredThenIsAWarning() {
        assertThat(examine(settings("relay0")))
                .noneMatch(finding -> finding.what().contains("advertisements"));
        namespace.ip("addr add 2001:db8::2/64 dev relay0 nodad valid_lft 600 preferred_lft 600");
        assertFound(
                Level.WARNING,
                "relay0",
                "takes no router advertisements to renew it",
                "sysctl -w net/ipv6/conf/relay0/accept_ra=2");
        namespace.sysctl("net/ipv6/conf/relay0/accept_ra", "2");
        assertThat(examine(settings("relay0")))
                .noneMatch(finding -> finding.what().contains("advertisements"));
    }

    @Test
    void mtuWhenLargerThanTheDriverTakesThenIsAWarningOrAProblemAsTheModeDemands() {
        int largest = HostInfo.current().pageSize() - 256 - 320 - 14;
        namespace.ip("link set relay0 mtu 9000");
        assertFound(
                Level.WARNING,
                "relay0",
                "cannot run the program natively: its MTU is 9000, and its driver takes " + largest
                        + ". It will run generically",
                "ip link set dev relay0 mtu " + largest);
        assertThat(examine(settings("relay0", "attach-mode", AttachMode.NATIVE)))
                .anySatisfy(finding ->
                        assertFinding(finding, Level.PROBLEM, "relay0", "its MTU is 9000", "RELAY_ATTACH_MODE=auto"));
        assertThat(examine(settings("relay0", "attach-mode", AttachMode.GENERIC)))
                .noneMatch(finding -> finding.what().contains("MTU"));
    }

    @Test
    void driverWhenItKnowsNoXdpThenIsAWarning() {
        namespace.ip("link add quiet0 type bridge");
        if (HostInfo.current().isKernelAtLeast(6, 3)) {
            assertThat(examine(settings("quiet0")))
                    .anySatisfy(finding -> assertFinding(
                            finding, Level.WARNING, "quiet0", "its driver (bridge) knows no XDP", "virtio_net"));
        }
    }

    @Test
    void queuesWhenFewerThanCpusThenIsAWarning() {
        int cpus = Runtime.getRuntime().availableProcessors();
        ethtool("-L peer0 tx 1");
        ethtool("-L relay0 rx 1");
        if (cpus > 1) {
            assertFound(
                    Level.WARNING,
                    "relay0",
                    "uses 1 of at most 4 receive queues on " + cpus + " CPUs",
                    "ethtool -L relay0 rx " + Math.min(cpus, 4) + " tx " + Math.min(cpus, 4));
        }
    }

    private void assertFound(Level level, String subject, String what, String... mend) {
        assertThat(examine(settings("relay0")))
                .anySatisfy(finding -> assertFinding(finding, level, subject, what, mend));
    }

    private static void assertFinding(Finding finding, Level level, String subject, String what, String... mend) {
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.subject()).isEqualTo(subject);
        assertThat(finding.what()).contains(what);
        for (String words : mend) {
            assertThat(finding.mend()).contains(words);
        }
    }

    private List<Finding> examine(DataplaneSettings settings) {
        return namespace.call(() -> HostExamination.of(settings));
    }

    private DataplaneSettings settings(String interfaces) {
        return settings(interfaces, "pin-path", bpf.path().resolve("relay"));
    }

    private DataplaneSettings settings(String interfaces, String setting, Object value) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "interface",
                interfaces,
                "pin-path",
                bpf.path().resolve("relay"),
                "max-users",
                1000,
                "max-sessions",
                1000));
        settings.put(setting, value);
        return DataplaneSettings.of(settings);
    }

    private void ethtool(String arguments) {
        Shell.line("ip netns exec " + namespace.name() + " ethtool " + arguments);
    }
}
