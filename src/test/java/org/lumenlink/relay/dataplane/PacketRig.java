package org.lumenlink.relay.dataplane;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.RelayHeader;
import org.lumenlink.relay.token.Ticket;
import org.lumenlink.relay.token.TicketContent;
import org.lumenlink.relay.token.TokenKey;

/**
 * The real program in a namespace of its own, fed frames one by one:
 *
 * <pre>
 *   client 192.0.2.10      |  "near" 192.0.2.1         "far" 198.51.100.1    |  destination 198.51.100.10
 *   2001:db8:1::10         |  2001:db8:1::1            2001:db8:2::1         |  2001:db8:2::10
 * </pre>
 *
 * Nothing answers behind the two interfaces: neighbours are entered by hand. The time is fixed.
 */
final class PacketRig implements AutoCloseable {

    static final int PASS = 2;
    static final int DROP = 1;
    static final int TX = 3;
    static final int REDIRECT = 4;

    static final int RELAY_PORT = 443;
    static final int CLIENT_PORT = 50_000;
    static final int DESTINATION_PORT = 51_820;
    static final long USER = 42;
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final long IN_AN_HOUR = NOW.getEpochSecond() + 3600;

    static final byte[] CLIENT_MAC = HexFormat.of().parseHex("020000000010");
    static final byte[] DESTINATION_MAC = HexFormat.of().parseHex("020000000020");

    static final DerivedKeys KEYS = new TokenKey(new byte[32]).derive();

    private static final Map<String, Object> DEFAULTS = Map.of(
            "interface",
            "near,far",
            "port",
            RELAY_PORT,
            "egress-ports",
            "20000-20999",
            "max-users",
            1000,
            "max-sessions",
            1000,
            "default-rate-limit.packets-per-second",
            1000,
            "default-rate-limit.burst-packets",
            100_000,
            "default-rate-limit.burst-bytes",
            1_000_000_000,
            // So much that no test comes near, but for those of floods.
            "flood.openings-per-source",
            FloodSettings.MAX_OPENINGS,
            "flood.opening-burst-per-source",
            FloodSettings.MAX_OPENINGS);

    private final Teardown teardown = new Teardown();
    private final TestNamespace namespace;
    private final Map<String, Object> properties = new HashMap<>();
    private final Dataplane dataplane;
    private final Map<String, Integer> interfaceIndexes = new HashMap<>();
    private final Map<String, byte[]> macs = new HashMap<>();

    private PacketRig(Map<String, Object> changes) {
        try {
            namespace = teardown.keep(TestNamespace.create("packets"));
            dataplane = teardown.keep(start(changes, teardown.keep(TestBpfFileSystem.mount())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Dataplane start(Map<String, Object> changes, TestBpfFileSystem bpf) {
        addInterface("near", "192.0.2.1/24", "2001:db8:1::1/64", CLIENT_MAC, "192.0.2.10", "2001:db8:1::10");
        addInterface("far", "198.51.100.1/24", "2001:db8:2::1/64", DESTINATION_MAC, "198.51.100.10", "2001:db8:2::10");
        namespace.sysctl("net/ipv4/ip_forward", "1");
        namespace.sysctl("net/ipv6/conf/all/forwarding", "1");
        properties.putAll(DEFAULTS);
        properties.put("pin-path", bpf.path().resolve("relay"));
        properties.putAll(changes);
        DataplaneSettings settings = DataplaneSettings.of(properties);
        Dataplane started = namespace.call(() -> Dataplane.start(settings, Clock.fixed(NOW, ZoneOffset.UTC)));
        started.tokenKeys().put(0, KEYS.tag(), KEYS.encryption(), KEYS.session());
        return started;
    }

    static PacketRig open() {
        return open(Map.of());
    }

    /** Opens a rig whose dataplane has other settings than the usual, named as properties. */
    static PacketRig open(Map<String, Object> changes) {
        return new PacketRig(changes);
    }

    Dataplane dataplane() {
        return dataplane;
    }

    /** Returns the settings that this was opened with, named as properties. */
    Map<String, Object> properties() {
        return Map.copyOf(properties);
    }

    /** Returns where something is pinned. */
    Path pin(String name) {
        return dataplane.settings().pinPath().resolve("v" + Layout.VERSION).resolve(name);
    }

    TestNamespace namespace() {
        return namespace;
    }

    int interfaceIndex(String interfaceName) {
        return requireNonNull(interfaceIndexes.get(interfaceName));
    }

    byte[] mac(String interfaceName) {
        return requireNonNull(macs.get(interfaceName));
    }

    void register(long userId, InetAddress destination) {
        register(userId, destination, 0, true, UserEntry.MAX_SESSIONS);
    }

    void register(long userId, InetAddress destination, int generation, boolean enabled, int maxSessions) {
        dataplane
                .users()
                .put(
                        userId,
                        new UserEntry(
                                new InetSocketAddress(destination, DESTINATION_PORT),
                                generation,
                                enabled,
                                maxSessions));
    }

    /** Runs a frame that seems to have come in by an interface. */
    TestRun run(String interfaceName, byte[] frame) {
        return namespace.call(() -> dataplane.run(frame, interfaceIndex(interfaceName)));
    }

    /** Runs a frame again and again, each time as it was. */
    @Nullable Void repeat(String interfaceName, byte[] frame, int times) {
        int index = interfaceIndex(interfaceName);
        return namespace.call(() -> {
            for (int i = 0; i < times; i++) {
                dataplane.run(frame, index);
            }
            return null;
        });
    }

    /** Runs a frame, asserts that just this verdict was counted, once, with the frame's bytes; returns the outcome. */
    TestRun expect(VerdictReason reason, int action, String interfaceName, byte[] frame) {
        List<VerdictCount> before = dataplane.verdicts();
        TestRun run = run(interfaceName, frame);
        List<VerdictCount> after = dataplane.verdicts();
        Map<VerdictReason, String> moved = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            long packets = after.get(i).packets() - before.get(i).packets();
            long bytes = after.get(i).bytes() - before.get(i).bytes();
            if (packets != 0 || bytes != 0) {
                moved.put(after.get(i).reason(), packets + " packets, " + bytes + " bytes");
            }
        }
        assertThat(moved).isEqualTo(Map.of(reason, "1 packets, " + frame.length + " bytes"));
        assertThat(run.result()).as("XDP action").isEqualTo(action);
        return run;
    }

    /** As {@link #expect}, for a frame that must be dropped as it is. */
    void expectDrop(VerdictReason reason, byte[] frame) {
        TestRun run = expect(reason, DROP, "near", frame);
        assertThat(run.packet()).as("a dropped packet is not touched").isEqualTo(frame);
    }

    /** As {@link #expect}, for a frame that is none of the relay's business. */
    void expectPass(String interfaceName, byte[] frame) {
        TestRun run = expect(VerdictReason.NOT_OURS, PASS, interfaceName, frame);
        assertThat(run.packet()).as("a passed packet is not touched").isEqualTo(frame);
    }

    static Ticket ticket(long userId, int sessionId) {
        return Ticket.seal(KEYS, new TicketContent(userId, IN_AN_HOUR, sessionId));
    }

    /** Returns relay header and payload. */
    static byte[] sealed(Ticket ticket, long number, byte[] payload) {
        byte[] header = RelayHeader.encode(ticket.bytes(), ticket.sessionKey(), number, payload);
        byte[] datagram = new byte[header.length + payload.length];
        System.arraycopy(header, 0, datagram, 0, header.length);
        System.arraycopy(payload, 0, datagram, header.length, payload.length);
        return datagram;
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private void addInterface(
            String name, String ipv4, String ipv6, byte[] neighbourMac, String neighbour4, String neighbour6) {
        namespace.ip("link add " + name + " type veth peer name " + name + "-peer");
        // The peer must send nothing of its own, such as router solicitations: it would be counted.
        namespace.sysctl("net/ipv6/conf/" + name + "-peer/disable_ipv6", "1");
        namespace.ip("link set " + name + "-peer up");
        namespace.ip("link set " + name + " up");
        namespace.ip("addr add " + ipv4 + " dev " + name);
        namespace.ip("addr add " + ipv6 + " dev " + name + " nodad");
        String mac = HexFormat.ofDelimiter(":").formatHex(neighbourMac);
        namespace.ip("neigh add " + neighbour4 + " lladdr " + mac + " dev " + name + " nud permanent");
        namespace.ip("neigh add " + neighbour6 + " lladdr " + mac + " dev " + name + " nud permanent");
        String link = namespace.ip("-o link show dev " + name);
        interfaceIndexes.put(name, Integer.parseInt(link.substring(0, link.indexOf(':'))));
        macs.put(name, HexFormat.ofDelimiter(":").parseHex(link.replaceAll("(?s).*link/ether ([0-9a-f:]+).*", "$1")));
    }

    @Override
    public void close() {
        teardown.close();
    }
}
