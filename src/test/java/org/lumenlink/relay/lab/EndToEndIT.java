package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.client.RelayClient;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.support.RequiresBpf;

/** Plain sockets on both sides of the packaged relay. */
@RequiresBpf
class EndToEndIT {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SILENCE = Duration.ofMillis(300);

    private static TestLab testLab;
    private static Lab lab;
    private static RelayApi api;

    @BeforeAll
    static void startRelay(@TempDir Path folder) throws IOException {
        testLab = TestLab.up();
        lab = Lab.read(Files.writeString(folder.resolve("lab.json"), testLab.script("run", "--background", "--json")));
        api = new RelayApi(lab);
    }

    @AfterAll
    static void stopRelay() {
        api.close();
        testLab.close();
    }

    @ParameterizedTest
    @EnumSource
    void firstPacketOfAUserWhenRegisteredThenArrivesAndItsAnswerReturns(Family family) throws Exception {
        try (DatagramChannel destination = bind(lab.destinationNamespace(), lab.destination(family, 0));
                RelayClient client = client(family, 1001, local(destination))) {
            client.send(bytes("hello"));
            Received received = receive(destination, PATIENCE);
            assertThat(received.payload()).isEqualTo("hello");
            assertThat(received.from().getAddress())
                    .as("the destination sees the relay, not the client")
                    .isNotEqualTo(client.localAddress().getAddress());
            assertThat(received.from().getPort()).isBetween(20_000, 59_999);

            destination.send(ByteBuffer.wrap(bytes("and back")), received.from());
            assertThat(client.receive(PATIENCE))
                    .hasValueSatisfying(answer -> assertThat(new String(answer, StandardCharsets.UTF_8))
                            .isEqualTo("and back"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientWhenItMovesToAnotherAddressThenAnswersFollow(Family family) throws Exception {
        String second = family == Family.IPV4 ? "10.201.0.11" : "fd00:201::11";
        try (DatagramChannel destination = bind(lab.destinationNamespace(), lab.destination(family, 0));
                RelayClient client = client(family, 1002, local(destination));
                DatagramChannel elsewhere = bind(lab.clientNamespace(), new InetSocketAddress(second, 0))) {
            client.send(bytes("from home"));
            InetSocketAddress peer = receive(destination, PATIENCE).from();
            byte[] late = client.datagram(bytes("late"));

            elsewhere.send(ByteBuffer.wrap(client.datagram(bytes("from afar"))), lab.relay(family));
            Received moved = receive(destination, PATIENCE);
            assertThat(moved.payload()).isEqualTo("from afar");
            assertThat(moved.from()).as("the destination notices nothing").isEqualTo(peer);
            // The new address is a neighbour that the relay has yet to resolve: the first answer may come too early.
            Received answer = await().atMost(PATIENCE)
                    .until(
                            () -> {
                                destination.send(ByteBuffer.wrap(bytes("there you are")), peer);
                                return tryReceive(elsewhere, SILENCE);
                            },
                            Objects::nonNull);
            assertThat(answer.payload()).isEqualTo("there you are");
            assertThat(answer.from()).isEqualTo(lab.relay(family));
            assertThat(client.receive(SILENCE)).isEmpty();

            try (DatagramChannel third = bind(lab.clientNamespace(), new InetSocketAddress(second, 0))) {
                third.send(ByteBuffer.wrap(late), lab.relay(family));
                assertThat(receive(destination, PATIENCE).payload()).isEqualTo("late");
                destination.send(ByteBuffer.wrap(bytes("still there")), peer);
                Received still = receive(elsewhere, PATIENCE);
                // The answer of before was sent until it came, more than once perhaps.
                while (still.payload().equals("there you are")) {
                    still = receive(elsewhere, PATIENCE);
                }
                assertThat(still.payload())
                        .as("an older packet from elsewhere moves nothing")
                        .isEqualTo("still there");
            }
        }
    }

    @Test
    void usersWhenTwoThenEachReachesItsOwnDestinationAndGetsItsOwnAnswers() throws Exception {
        try (DatagramChannel first = bind(lab.destinationNamespace(), lab.destination(Family.IPV4, 0));
                DatagramChannel second = bind(lab.destinationNamespace(), lab.destination(Family.IPV6, 0));
                RelayClient alice = client(Family.IPV4, 1003, local(first));
                RelayClient bob = client(Family.IPV6, 1004, local(second))) {
            alice.send(bytes("from alice"));
            bob.send(bytes("from bob"));
            Received toFirst = receive(first, PATIENCE);
            Received toSecond = receive(second, PATIENCE);
            assertThat(toFirst.payload()).isEqualTo("from alice");
            assertThat(toSecond.payload()).isEqualTo("from bob");
            first.send(ByteBuffer.wrap(bytes("to alice")), toFirst.from());
            second.send(ByteBuffer.wrap(bytes("to bob")), toSecond.from());
            assertThat(alice.receive(PATIENCE)).contains(bytes("to alice"));
            assertThat(bob.receive(PATIENCE)).contains(bytes("to bob"));
            assertThat(tryReceive(first, SILENCE)).isNull();
            assertThat(tryReceive(second, SILENCE)).isNull();
        }
    }

    @Test
    void strangerWhenSendingToAnEgressPortThenReachesNobody() throws Exception {
        try (DatagramChannel destination = bind(lab.destinationNamespace(), lab.destination(Family.IPV4, 0));
                DatagramChannel stranger = bind(lab.destinationNamespace(), new InetSocketAddress("10.202.0.11", 0));
                RelayClient client = client(Family.IPV4, 1005, local(destination))) {
            client.send(bytes("hello"));
            InetSocketAddress peer = receive(destination, PATIENCE).from();
            stranger.send(ByteBuffer.wrap(bytes("spam")), peer);
            assertThat(client.receive(SILENCE)).isEmpty();
        }
    }

    @Test
    void relayWhenAnotherServesItsInterfaceThenRefusesToStartAndTheOtherGoesOn(@TempDir Path folder) throws Exception {
        Path jar;
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            jar = built.filter(path -> path.getFileName().toString().matches("lumenlink-relay-[^/]*\\.jar"))
                    .findAny()
                    .orElseThrow();
        }
        Process second = new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + lab.relayNamespace(),
                        "--",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        jar.toString(),
                        "--lumenlink.relay.interface=client0",
                        "--lumenlink.relay.pin-path=" + lab.pinPath().getParent(),
                        "--lumenlink.relay.data-dir=" + folder,
                        "--server.port=0",
                        "--management.server.port=0")
                .redirectErrorStream(true)
                .start();
        String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(second.waitFor()).isNotZero();
        assertThat(said)
                .contains("interface client0 has another XDP program attached", "perhaps another relay's")
                .contains("stop what attached it (bpftool net show; bpftool prog show id")
                .doesNotContain("Exception");
        assertThat(lab.pinPath().resolve("user_map")).exists();
        try (DatagramChannel destination = bind(lab.destinationNamespace(), lab.destination(Family.IPV4, 0));
                RelayClient client = client(Family.IPV4, 1006, local(destination))) {
            client.send(bytes("still served"));
            assertThat(receive(destination, PATIENCE).payload()).isEqualTo("still served");
        }
    }

    private static RelayClient client(Family family, long userId, InetSocketAddress destination) throws Exception {
        api.register(userId, destination, null);
        RelayApi.Token token = api.issue(userId, TTL);
        return NetworkNamespace.named(lab.clientNamespace())
                .call(() -> RelayClient.open(lab.relay(family), token.credentials()));
    }

    private static DatagramChannel bind(String namespace, InetSocketAddress address) throws Exception {
        DatagramChannel channel = NetworkNamespace.named(namespace)
                .call(() -> DatagramChannel.open().bind(address));
        channel.configureBlocking(false);
        return channel;
    }

    private static InetSocketAddress local(DatagramChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private static Received receive(DatagramChannel channel, Duration timeout) throws IOException {
        Received received = tryReceive(channel, timeout);
        assertThat(received).as("a packet within " + timeout).isNotNull();
        return Objects.requireNonNull(received);
    }

    private static @Nullable Received tryReceive(DatagramChannel channel, Duration timeout) throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            selector.select(timeout.toMillis());
            ByteBuffer buffer = ByteBuffer.allocate(2048);
            SocketAddress from = channel.receive(buffer);
            return from == null
                    ? null
                    : new Received(
                            (InetSocketAddress) from,
                            StandardCharsets.UTF_8.decode(buffer.flip()).toString());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A packet's sender and payload. */
    private record Received(InetSocketAddress from, String payload) {}
}
