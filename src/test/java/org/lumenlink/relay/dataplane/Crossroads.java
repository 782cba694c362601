package org.lumenlink.relay.dataplane;

import static org.lumenlink.relay.dataplane.PacketRig.KEYS;
import static org.lumenlink.relay.dataplane.PacketRig.NOW;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import org.lumenlink.relay.token.Ticket;

/**
 * The real program between real sockets, each host in a namespace of its own:
 *
 * <pre>
 *   alice 10.0.1.2 ---- 10.0.1.1 near | relay | 10.0.3.1 far ---- 10.0.3.2 destination
 *   bob   10.0.2.2 ---- 10.0.2.1 side |       |
 * </pre>
 *
 * The time stands still, unless it is {@linkplain #step stepped}.
 */
final class Crossroads implements AutoCloseable {

    /** Length of a payload if no other is asked for. */
    static final int PAYLOAD = 64;

    /** After which a packet is taken for lost, where some are. */
    private static final Duration BRIEF = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private volatile Instant now = NOW;
    private final Teardown teardown = new Teardown();
    private final int mtu;
    private final TestNamespace relay;
    private final Host near;
    private final Host side;
    private final Host far;
    private final Dataplane dataplane;
    private final DatagramChannel destination;
    private final Client alice;
    private final Client bob;

    private Crossroads(String interfaces, AttachMode mode, int mtu) {
        this.mtu = mtu;
        try {
            relay = teardown.keep(TestNamespace.create("crossroads"));
            relay.sysctl("net/ipv4/ip_forward", "1");
            near = new Host("near", 1, teardown.keep(TestNamespace.create("alice")));
            side = new Host("side", 2, teardown.keep(TestNamespace.create("bob")));
            far = new Host("far", 3, teardown.keep(TestNamespace.create("destination")));
            near.join();
            side.join();
            far.join();
            dataplane = teardown.keep(start(interfaces, mode, teardown.keep(TestBpfFileSystem.mount())));
            destination = teardown.keep(far.socket());
            alice = new Client(near, teardown.keep(near.socket()));
            bob = new Client(side, teardown.keep(side.socket()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts a relay that serves the named interfaces. */
    static Crossroads open(String interfaces) {
        return open(interfaces, AttachMode.NATIVE, 1500);
    }

    /** Starts a relay that serves the named interfaces in a mode, all links of which have that MTU. */
    static Crossroads open(String interfaces, AttachMode mode, int mtu) {
        return new Crossroads(interfaces, mode, mtu);
    }

    Dataplane dataplane() {
        return dataplane;
    }

    /** Puts the relay's clock forward, or back. */
    void step(Duration by) {
        now = now.plus(by);
    }

    TestNamespace relay() {
        return relay;
    }

    Host near() {
        return near;
    }

    Host side() {
        return side;
    }

    Host far() {
        return far;
    }

    Client alice() {
        return alice;
    }

    Client bob() {
        return bob;
    }

    private Dataplane start(String interfaces, AttachMode mode, TestBpfFileSystem bpf) {
        DataplaneSettings settings = DataplaneSettings.of(Map.of(
                "interface",
                interfaces,
                "attach-mode",
                mode,
                "port",
                RELAY_PORT,
                "pin-path",
                bpf.path().resolve("relay"),
                "max-users",
                1000,
                "max-sessions",
                1000));
        Dataplane started =
                relay.call(() -> Dataplane.start(settings, ((InstantSource) () -> now).withZone(ZoneOffset.UTC)));
        started.tokenKeys().put(0, KEYS.tag(), KEYS.encryption(), KEYS.session());
        return started;
    }

    /** Waits for a datagram with just this text, and returns where it came from, or null. */
    private static @Nullable SocketAddress await(DatagramChannel channel, String text, Duration patience)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            for (long left = patience.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                selector.select(Math.max(1, Duration.ofNanos(left).toMillis()));
                SocketAddress from = channel.receive(buffer.clear());
                if (from != null
                        && StandardCharsets.UTF_8
                                .decode(buffer.flip())
                                .toString()
                                .equals(text)) {
                    return from;
                }
            }
        }
        return null;
    }

    private static String pad(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text + ".".repeat(length - text.length());
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    @Override
    public void close() {
        teardown.close();
    }

    /** A host behind an interface of the relay. */
    final class Host {

        private final String name;
        private final int number;
        private final TestNamespace namespace;

        private Host(String name, int number, TestNamespace namespace) {
            this.name = name;
            this.number = number;
            this.namespace = namespace;
        }

        /** Makes the relay's interface, with addresses at both ends. */
        void join() {
            makeAs(name);
            configure();
        }

        /** Makes the relay's interface under another name, without addresses. */
        void makeAs(String other) {
            relay.ip("link add %1$s mtu %2$d type veth peer name relay0 mtu %2$d netns %3$s"
                    .formatted(other, mtu, namespace.name()));
        }

        /** Gives addresses to the relay's interface and the host's. */
        void configure() {
            // As on a wire: checksums are whole, and what the relay sends natively is taken in.
            Shell.run("ip", "netns", "exec", namespace.name(), "ethtool", "-K", "relay0", "tx", "off", "gro", "on");
            namespace.ip("addr add 10.0." + number + ".2/24 dev relay0");
            namespace.ip("link set relay0 up");
            relay.ip("addr add 10.0." + number + ".1/24 dev " + name);
            relay.ip("link set " + name + " up");
        }

        private DatagramChannel socket() {
            return namespace.call(() -> {
                DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress("0.0.0.0", 0));
                channel.configureBlocking(false);
                return channel;
            });
        }
    }

    /** A user at one of the hosts, whose number is the user's id. */
    final class Client {

        private final InetSocketAddress entry;
        private final DatagramChannel channel;
        private final Ticket ticket;
        private long number;

        private Client(Host host, DatagramChannel channel) {
            this.entry = new InetSocketAddress("10.0." + host.number + ".1", RELAY_PORT);
            this.channel = channel;
            this.ticket = PacketRig.ticket(host.number, 1);
            InetSocketAddress target =
                    new InetSocketAddress("10.0.3.2", destination.socket().getLocalPort());
            dataplane.users().put(host.number, new UserEntry(target, 0, true, 1));
        }

        /** Sends a packet; tells whether it soon reached the destination and an answer of the same length came back. */
        boolean isServed() {
            return getsThrough(PAYLOAD, BRIEF);
        }

        /** As {@link #isServed()}, of a packet that must get through, however long this machine takes for it. */
        boolean getsThrough() {
            return getsThrough(PAYLOAD);
        }

        /** As {@link #getsThrough()}, with that many bytes of payload. */
        boolean getsThrough(int length) {
            return getsThrough(length, PATIENCE);
        }

        private boolean getsThrough(int length, Duration patience) {
            String question = pad("question " + number + " from " + entry, length);
            String answer = pad("answer to " + question, length);
            byte[] sealed = PacketRig.sealed(ticket, number, question.getBytes(StandardCharsets.UTF_8));
            number++;
            try {
                channel.send(ByteBuffer.wrap(sealed), entry);
                SocketAddress relayed = await(destination, question, patience);
                if (relayed == null) {
                    return false;
                }
                destination.send(bytes(answer), relayed);
                return await(channel, answer, patience) != null;
            } catch (IOException e) {
                // Such as: port unreachable, for the packet before.
                return false;
            }
        }
    }
}
