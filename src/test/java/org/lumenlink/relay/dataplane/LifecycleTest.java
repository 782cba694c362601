package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.XdpMode;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Starting and stopping: what is there while it runs, that nothing is left after, and why it would not start. */
@RequiresBpf
@ExtendWith(OutputCaptureExtension.class)
class LifecycleTest {

    /** What a veth takes natively: a page less 256 bytes of room in front and 320 of bookkeeping behind. */
    private static final int LARGEST_FRAME = HostInfo.current().pageSize() - 256 - 320;

    private TestNamespace namespace;
    private TestBpfFileSystem bpf;

    @BeforeEach
    void makeHost() {
        namespace = TestNamespace.create("lifecycle");
        bpf = TestBpfFileSystem.mount();
        namespace.ip("link add relay0 type veth peer name relay0-peer");
        namespace.ip("link set relay0 up");
        namespace.ip("addr add 192.0.2.1/24 dev relay0");
        namespace.sysctl("net/ipv4/ip_forward", "1");
    }

    @AfterEach
    void removeHost() {
        bpf.close();
        namespace.close();
    }

    @Test
    void dataplaneWhenStartedAndClosedAgainAndAgainThenLeavesNothing() throws IOException {
        for (int cycle = 0; cycle < 3; cycle++) {
            int programId;
            try (Dataplane dataplane = start(settings("relay0", AttachMode.AUTO))) {
                programId = dataplane.info().programId();
                assertThat(dataplane.interfaces().missing()).isEmpty();
                assertThat(namespace.call(this::attachedProgram)).isEqualTo(programId + " NATIVE");
                assertThat(pins())
                        .contains(
                                "user_map",
                                "rate_limit_map",
                                "session_map",
                                "return_map",
                                "token_key_map",
                                "stats_map");
            }
            assertThat(namespace.call(this::attachedProgram)).isEqualTo("none");
            assertThat(pins()).isEmpty();
            // Pins of older kernels let go of it a while after they are gone.
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !Shell.run("bpftool", "prog", "show").contains("\n" + programId + ": "));
            assertThat(bpf.path().resolve("relay")).doesNotExist();
        }
    }

    @Test
    void pinnedMapWhenOpenedByAnotherThenShowsWhatWasWritten() {
        try (Dataplane dataplane = start(settings("relay0", AttachMode.AUTO));
                BpfMap map = Libbpf.bind().openPinned(dataplane.info().pinPath().resolve("user_map"))) {
            dataplane.users().put(42, new UserEntry(new InetSocketAddress("198.51.100.7", 4500), 3, true, 2));
            assertThat(map.maxEntries()).isEqualTo(1000);
            assertThat(map.count()).isOne();
            assertThat(UserMap.read(map.lookup(Layout.key32(42)).orElseThrow()))
                    .isEqualTo(dataplane.users().get(42).orElseThrow());
        }
    }

    @Test
    void modeWhenGenericThenIsAttachedSo() {
        try (Dataplane dataplane = start(settings("relay0", AttachMode.GENERIC))) {
            assertThat(dataplane.info().attached())
                    .singleElement()
                    .satisfies(a -> assertThat(a.attachment().mode()).isEqualTo(XdpMode.GENERIC))
                    .satisfies(a -> assertThat(a.attachment().reason()).contains("attach-mode is generic"));
        }
    }

    @Test
    void statusWhenReadThenTellsOfTheInterface() {
        namespace.ip("link set relay0 address 02:00:00:00:00:01");
        try (Dataplane dataplane = start(settings("relay0", AttachMode.AUTO))) {
            assertThat(dataplane.info().attached()).singleElement().satisfies(status -> {
                assertThat(status.isUp()).isTrue();
                assertThat(status.mac()).isEqualTo("02:00:00:00:00:01");
                assertThat(status.mtu()).isEqualTo(1500);
                assertThat(status.largestFrame()).hasValue(LARGEST_FRAME);
                assertThat(status.mtuFits()).contains(true);
                assertThat(status.vlans()).isEmpty();
            });
            namespace.ip("link set relay0 mtu 9000");
            assertThat(dataplane.info().attached())
                    .singleElement()
                    .satisfies(status -> assertThat(status.mtuFits()).contains(false));
        }
    }

    @Test
    void mtuWhenTheLargestThatTheStatusAllowsThenDriverTakesItAndNotAByteMore() {
        setMtu(LARGEST_FRAME - 14);
        try (Dataplane dataplane = start(settings("relay0", AttachMode.NATIVE))) {
            assertThat(dataplane.info().attached())
                    .singleElement()
                    .satisfies(status -> assertThat(status.mtuFits()).contains(true));
        }
        setMtu(LARGEST_FRAME - 13);
        assertThatThrownBy(() -> start(settings("relay0", AttachMode.NATIVE)))
                .isInstanceOf(HostUnfitException.class)
                .hasMessageContaining("relay0 cannot run the program natively");
    }

    @Test
    void driverWhenWithoutNativeModeThenFallsBackAndSaysWhy(CapturedOutput log) {
        setMtu(9000);
        assertThatThrownBy(() -> start(settings("relay0", AttachMode.NATIVE)))
                .isInstanceOf(HostUnfitException.class)
                .hasMessageContaining("relay0 cannot run the program natively")
                .hasMessageContaining("RELAY_ATTACH_MODE=auto");
        try (Dataplane dataplane = start(settings("relay0", AttachMode.AUTO))) {
            assertThat(dataplane.info().attached())
                    .singleElement()
                    .satisfies(a -> assertThat(a.attachment().mode()).isEqualTo(XdpMode.GENERIC))
                    .satisfies(a -> assertThat(a.attachment().reason()).contains("the driver refused a native program"))
                    .satisfies(a -> assertThat(a.largestFrame()).isEmpty())
                    .satisfies(a -> assertThat(a.mtuFits()).contains(true));
        }
        assertThat(log)
                .contains("interface relay0 cannot run the program natively: its MTU is 9000, and its driver takes "
                        + (LARGEST_FRAME - 14))
                .contains("ip link set dev relay0 mtu " + (LARGEST_FRAME - 14));
        assertThat(bpf.path().resolve("relay")).doesNotExist();
    }

    @Test
    void interfaceWhenMissingThenSaysWhichThereAre() {
        assertUnfit(
                settings("eth7", AttachMode.AUTO), "there is no network interface eth7", "RELAY_INTERFACE", "relay0");
    }

    @Test
    void interfaceWhenItHasAnotherProgramThenSaysHowToDetachIt() {
        try (Dataplane other = start(settings("relay0", AttachMode.AUTO))) {
            assertThat(other.info().attached()).hasSize(1);
            assertUnfit(
                    settings("relay0", AttachMode.AUTO, bpf.path().resolve("second")),
                    "relay0 has another XDP program attached (id "
                            + other.info().programId() + ", native)",
                    "ip link set dev relay0 xdp off");
        }
    }

    @Test
    void relaysWhenStartedAtOnceOnOneInterfaceThenOneRunsAndTheOtherSaysWhy() throws Exception {
        DataplaneSettings same = settings("relay0", AttachMode.AUTO);
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Dataplane> relay = () -> {
            together.await();
            return start(same);
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Dataplane>> started = threads.invokeAll(List.of(relay, relay));
            List<Future<Dataplane>> running = started.stream()
                    .filter(each -> each.state() == Future.State.SUCCESS)
                    .toList();
            try (Dataplane winner = running.getFirst().get()) {
                assertThat(running).hasSize(1);
                assertThat(started)
                        .filteredOn(each -> each.state() == Future.State.FAILED)
                        .singleElement()
                        .satisfies(each -> assertThat(each.exceptionNow())
                                .isInstanceOf(HostUnfitException.class)
                                .hasMessageContaining("another relay is running with the pin path")
                                .hasMessageContaining("RELAY_PIN_PATH"));
                assertThat(namespace.call(this::attachedProgram))
                        .isEqualTo(winner.info().programId() + " NATIVE");
                assertThat(pins()).as("the pins of the one that runs").contains("user_map");
            }
        }
    }

    @Test
    void hostWhenItDoesNotForwardThenSaysTheSysctl() {
        namespace.sysctl("net/ipv4/ip_forward", "0");
        assertUnfit(
                settings("relay0", AttachMode.AUTO),
                "interface relay0 does not forward IPv4",
                "sysctl -w net/ipv4/conf/relay0/forwarding=1");
    }

    @Test
    void pinPathWhenNotOnABpfFileSystemThenSaysHowToMountOne() {
        bpf.close();
        try {
            assertUnfit(
                    settings("relay0", AttachMode.AUTO), "is not on a BPF file system", "mount -t bpf bpf /sys/fs/bpf");
        } finally {
            bpf = TestBpfFileSystem.mount();
        }
    }

    @Test
    void severalProblemsWhenFoundThenAreAllSaidAtOnce() {
        namespace.sysctl("net/ipv4/ip_forward", "0");
        assertUnfit(
                settings("relay0,eth7", AttachMode.AUTO, Path.of("/tmp")),
                "BPF file system",
                "does not forward IPv4",
                "no network interface eth7");
    }

    @Test
    void relayWhenKilledThenTheNextOneRemovesItsPins() throws IOException {
        Path left = bpf.path().resolve("relay/v" + Layout.VERSION);
        Files.createDirectories(left);
        try (Dataplane dataplane = start(settings("relay0", AttachMode.AUTO))) {
            try (BpfMap map =
                    Libbpf.bind().openPinned(dataplane.info().pinPath().resolve("user_map"))) {
                map.pin(left.resolve("stale"));
            }
        }
        Files.createDirectories(left);
        try (Dataplane dataplane = start(settings("relay0", AttachMode.AUTO))) {
            assertThat(pins()).contains("user_map").doesNotContain("stale");
            assertThat(dataplane.users().count()).isZero();
        }
    }

    private void assertUnfit(DataplaneSettings settings, String... words) {
        assertThatThrownBy(() -> start(settings).close())
                .isInstanceOf(HostUnfitException.class)
                .hasMessageContainingAll(words);
        assertThat(bpf.path())
                .satisfies(
                        path -> assertThat(Files.exists(path.resolve("second"))).isFalse());
    }

    private void setMtu(int mtu) {
        namespace.ip("link set relay0 mtu " + mtu);
        namespace.ip("link set relay0-peer mtu " + mtu);
    }

    private Dataplane start(DataplaneSettings settings) {
        return namespace.call(() -> Dataplane.start(settings, Clock.systemUTC()));
    }

    private DataplaneSettings settings(String interfaces, AttachMode mode) {
        return settings(interfaces, mode, bpf.path().resolve("relay"));
    }

    private static DataplaneSettings settings(String interfaces, AttachMode mode, Path pinPath) {
        return DataplaneSettings.of(Map.of(
                "interface",
                interfaces,
                "attach-mode",
                mode,
                "pin-path",
                pinPath,
                "max-users",
                1000,
                "max-sessions",
                1000));
    }

    private String attachedProgram() {
        return Libbpf.bind()
                .attachedXdp(HostInfo.current().interfaceIndex("relay0"))
                .map(p -> p.id() + " " + p.mode())
                .orElse("none");
    }

    private List<String> pins() throws IOException {
        Path folder = bpf.path().resolve("relay/v" + Layout.VERSION);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> pins = Files.list(folder)) {
            return pins.map(p -> p.getFileName().toString()).toList();
        }
    }
}
