package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lumenlink.relay.dataplane.PacketRig.KEYS;
import static org.lumenlink.relay.dataplane.PacketRig.NOW;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a dataplane leaves to the next one, and what that one does with it. */
@RequiresBpf
@ExtendWith(OutputCaptureExtension.class)
class TakeoverTest {

    private static final UserEntry USER = new UserEntry(new InetSocketAddress("192.0.2.99", 4500), 3, true, 2);

    private static final Limits LIMITS = new Limits(1, 2, 3, 4);

    private TestNamespace namespace;
    private TestBpfFileSystem bpf;
    private Path root;

    @BeforeEach
    void makeHost() {
        namespace = TestNamespace.create("takeover");
        bpf = TestBpfFileSystem.mount();
        root = bpf.path().resolve("relay");
        for (String name : List.of("one0", "two0")) {
            namespace.ip("link add " + name + " type veth peer name " + name + "-peer");
            namespace.ip("link set " + name + " up");
        }
        namespace.ip("addr add 192.0.2.1/24 dev one0");
        namespace.ip("addr add 198.51.100.1/24 dev two0");
        namespace.sysctl("net/ipv4/ip_forward", "1");
    }

    @AfterEach
    void removeHost() {
        bpf.close();
        namespace.close();
    }

    @Test
    void dataplaneWhenItLeavesEverythingThenTheNextOneReplacesTheProgramAndKeepsTheMaps(CapturedOutput log)
            throws IOException {
        int before;
        try (Dataplane first = start(Map.of())) {
            before = first.info().programId();
            first.tokenKeys().put(0, KEYS.tag(), KEYS.encryption(), KEYS.session());
            first.users().put(42, USER);
            first.users().put(43, USER);
            first.users().delete(42);
            first.denied().put(new Network(PacketRig.address("203.0.113.0"), 24));
        }
        assertThat(attachedTo("one0")).as("goes on without a process").isEqualTo(before + " NATIVE");

        try (Dataplane second = start(Map.of())) {
            assertThat(second.info().programId()).isNotEqualTo(before);
            assertThat(attachedTo("one0")).isEqualTo(second.info().programId() + " NATIVE");
            assertThat(attachedTo("two0")).isEqualTo(second.info().programId() + " NATIVE");
            assertThat(second.users().get(43)).contains(USER);
            assertThat(second.users().count()).isOne();
            assertThat(second.denied().count()).isOne();
            assertThat(second.tokenKeys().holds(0, KEYS.tag(), KEYS.encryption(), KEYS.session()))
                    .isTrue();
            second.users().put(42, USER);
            second.users().put(44, USER);
            assertThat(second.users().readAll()).as("no two have one slot").containsOnlyKeys(42L, 43L, 44L);
            assertThat(second.info().relayAddresses())
                    .contains(PacketRig.address("192.0.2.1"), PacketRig.address("198.51.100.1"));
            assertThat(programs()).as("the old one is gone").hasSize(1);
        }
        assertThat(log).contains("Going on with the maps of the relay before").contains("Took over one0");
    }

    @Test
    void dataplaneWhenItIsToDetachThenTakesOverAndLeavesNothing() {
        start(Map.of()).close();
        start(Map.of("detach-on-shutdown", true)).close();
        assertThat(attachedTo("one0")).isEqualTo("none");
        assertThat(attachedTo("two0")).isEqualTo("none");
        assertThat(root).doesNotExist();
    }

    @Test
    void roomForUsersWhenOtherThenTheirEntriesAndSessionsGoOn(CapturedOutput log) {
        try (Dataplane first = start(Map.of())) {
            first.tokenKeys().put(0, KEYS.tag(), KEYS.encryption(), KEYS.session());
            first.users().put(42, USER);
            first.users().put(43, USER);
            first.rateLimits().put(42, LIMITS);
            first.denied().put(new Network(PacketRig.address("203.0.113.0"), 24));
        }
        try (Dataplane second = start(Map.of("max-users", 2000, "flood.deny-list-size", 50))) {
            assertThat(attachedTo("one0")).isEqualTo(second.info().programId() + " NATIVE");
            assertThat(second.users().readAll()).isEqualTo(Map.of(42L, USER, 43L, USER));
            assertThat(second.users().capacity()).isEqualTo(2000);
            assertThat(second.rateLimits().get(42)).contains(LIMITS);
            assertThat(second.denied().count()).isOne();
            assertThat(second.denied().capacity()).isEqualTo(50);
            assertThat(second.tokenKeys().holds(0, KEYS.tag(), KEYS.encryption(), KEYS.session()))
                    .isTrue();
        }
        assertThat(log)
                .contains("user_map has room for 1000 instead of 2000: its entries go over to another")
                .doesNotContain("begin anew");
        try (Dataplane third = start(Map.of("max-users", 1))) {
            assertThat(third.users().readAll()).as("who has the one slot").containsOnlyKeys(42L);
        }
        assertThat(log).contains("Not all of the user_map of before has room in that of now: 1 left out");
    }

    @Test
    void roomForSessionsOrEgressPortsWhenOthersThenSessionsBeginAnewAndUsersGoOn(CapturedOutput log) {
        try (Dataplane first = start(Map.of())) {
            first.users().put(42, USER);
        }
        try (Dataplane second = start(Map.of("max-sessions", 2000))) {
            assertThat(second.users().get(42)).contains(USER);
        }
        assertThat(log)
                .contains("0 sessions with an egress port begin anew")
                .contains("session_map has room for 1000 instead of 2000")
                .doesNotContain("egress ports 3");
        try (Dataplane third = start(Map.of("max-sessions", 2000, "egress-ports", "30000-39999"))) {
            assertThat(third.users().get(42)).contains(USER);
        }
        assertThat(log).contains("egress ports 30000-39999 lack some of 20000-59999");
    }

    /** As after an upgrade to a build with one more map, and back. */
    @Test
    void mapWhenOnlyOneOfTheTwoHasItThenBeginsEmptyOrGoes() throws IOException {
        try (Dataplane first = start(Map.of())) {
            first.users().put(42, USER);
        }
        Path folder = root.resolve("v" + Layout.VERSION);
        Files.move(folder.resolve("latency_map"), folder.resolve("map_of_another_build"));
        try (Dataplane second = start(Map.of())) {
            assertThat(second.users().get(42)).contains(USER);
            assertThat(pins("")).contains("latency_map").doesNotContain("map_of_another_build");
        }
    }

    @Test
    void layoutWhenAnotherThenLinkIsTakenOverAndTheOldPinsGo(CapturedOutput log) throws IOException {
        start(Map.of()).close();
        Path other = root.resolve("v1");
        Files.move(root.resolve("v" + Layout.VERSION), other);
        try (Dataplane second = start(Map.of())) {
            assertThat(attachedTo("one0")).isEqualTo(second.info().programId() + " NATIVE");
            assertThat(other).doesNotExist();
            assertThat(programs()).hasSize(1);
        }
        assertThat(log).contains("0 sessions with an egress port begin anew").contains("another layout than v");
    }

    @Test
    void interfaceWhenNoLongerWantedThenIsDetached() {
        start(Map.of()).close();
        try (Dataplane second = start(Map.of("interface", "two0"))) {
            assertThat(attachedTo("one0")).isEqualTo("none");
            assertThat(attachedTo("two0")).isEqualTo(second.info().programId() + " NATIVE");
        }
        assertThat(attachedTo("two0")).isNotEqualTo("none");
    }

    @Test
    void modeWhenAnotherThenIsAttachedAnew() {
        start(Map.of()).close();
        try (Dataplane second = start(Map.of("attach-mode", "generic"))) {
            assertThat(attachedTo("one0")).isEqualTo(second.info().programId() + " GENERIC");
        }
    }

    @Test
    void interfaceWhenGoneMeanwhileThenItsPinGoesToo() throws IOException {
        start(Map.of()).close();
        namespace.ip("link del one0");
        try (Dataplane second = start(Map.of("interface", "two0"))) {
            assertThat(attachedTo("two0")).isEqualTo(second.info().programId() + " NATIVE");
            assertThat(links()).hasSize(1);
        }
    }

    @Test
    void startWhenItFailsThenTheProgramOfTheRelayBeforeGoesOn() {
        int before;
        try (Dataplane first = start(Map.of())) {
            before = first.info().programId();
            first.users().put(42, USER);
        }
        assertThatThrownBy(() -> start(Map.of("interface", "one0,two0,eth7")).close())
                .isInstanceOf(HostUnfitException.class);
        assertThat(attachedTo("one0")).isEqualTo(before + " NATIVE");
        try (Dataplane second = start(Map.of())) {
            assertThat(second.users().get(42)).contains(USER);
        }
    }

    @Test
    void pinPathWhenAnotherRelayRunsWithItThenSaysSo() {
        try (Dataplane first = start(Map.of("interface", "one0"))) {
            assertThatThrownBy(() -> start(Map.of("interface", "two0")).close())
                    .isInstanceOf(HostUnfitException.class)
                    .hasMessageContaining("another relay is running with the pin path " + root)
                    .hasMessageContaining("RELAY_PIN_PATH");
            assertThatThrownBy(() -> start(Map.of("interface", "one0")).close())
                    .isInstanceOf(HostUnfitException.class)
                    .hasMessageContaining("one0 has another XDP program attached");
            assertThat(attachedTo("one0")).isEqualTo(first.info().programId() + " NATIVE");
        }
    }

    private Dataplane start(Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "interface",
                "one0,two0",
                "pin-path",
                root,
                "max-users",
                1000,
                "max-sessions",
                1000,
                "detach-on-shutdown",
                false));
        properties.putAll(changes);
        DataplaneSettings settings = DataplaneSettings.of(properties);
        return namespace.call(() -> Dataplane.start(settings, Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    private String attachedTo(String name) {
        return namespace.call(() -> Libbpf.bind()
                .attachedXdp(HostInfo.current().interfaceIndex(name))
                .map(p -> p.id() + " " + p.mode())
                .orElse("none"));
    }

    private List<String> programs() throws IOException {
        return pins("program_");
    }

    private List<String> links() throws IOException {
        return pins("link_");
    }

    private List<String> pins(String prefix) throws IOException {
        try (Stream<Path> pins = Files.list(root.resolve("v" + Layout.VERSION))) {
            return pins.map(pin -> pin.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }
}
