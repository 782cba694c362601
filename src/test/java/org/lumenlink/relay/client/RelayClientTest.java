package org.lumenlink.relay.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.token.RelayHeader;

@Timeout(600)
class RelayClientTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void sendWhenRelayVerifiesThenAnswersComeBackAndNumbersRiseFromZero(String loopback) throws Exception {
        try (FakeRelay relay = relay(loopback);
                RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS)) {
            for (int number = 0; number < 3; number++) {
                assertThat(client.nextPacketNumber()).isEqualTo(number);
                client.send(("packet " + number).getBytes(UTF_8));
                assertThat(client.receive(PATIENCE)).contains(("PACKET " + number).getBytes(UTF_8));
                FakeRelay.Received received = relay.received().remove();
                assertThat(received.packetNumber()).isEqualTo(number);
                assertThat(received.clientPort())
                        .isEqualTo(client.localAddress().getPort());
            }
        }
    }

    @Test
    void sendWhenSeveralThreadsSendThenEveryNumberIsUsedOnce() throws Exception {
        long threads = 4;
        long each = 25;
        try (FakeRelay relay = relay("127.0.0.1");
                RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS)) {
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                senders.add(CompletableFuture.runAsync(() -> {
                    for (int packet = 0; packet < each; packet++) {
                        client.send(new byte[0]);
                    }
                }));
            }
            CompletableFuture.allOf(senders.toArray(CompletableFuture<?>[]::new))
                    .join();
            List<Long> numbers = new ArrayList<>();
            while (numbers.size() < threads * each) {
                FakeRelay.Received next = relay.received().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("packet after %d others", numbers.size()).isNotNull();
                numbers.add(next.packetNumber());
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, threads * each).boxed().toList());
            assertThat(client.nextPacketNumber()).isEqualTo(threads * each);
        }
    }

    @Test
    void datagramWhenMadeThenIsHeaderAndPayloadAndUsesUpANumber() throws Exception {
        try (FakeRelay relay = relay("127.0.0.1");
                RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS)) {
            client.datagram(new byte[0]);
            byte[] datagram = client.datagram("hello".getBytes(UTF_8));
            assertThat(RelayHeader.decode(Samples.CREDENTIALS.sessionKey(), datagram))
                    .hasValue(1);
            assertThat(RelayHeader.ticket(datagram)).isEqualTo(Samples.CREDENTIALS.ticket());
            assertThat(RelayHeader.payload(datagram)).asString(UTF_8).isEqualTo("hello");
            assertThat(relay.received()).isEmpty();
        }
    }

    @Test
    void rebindWhenThreadWaitsThenSessionGoesOnFromAnotherPort() throws Exception {
        try (FakeRelay relay = relay("127.0.0.1");
                RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS)) {
            client.send("before".getBytes(UTF_8));
            assertThat(client.receive(PATIENCE)).isPresent();
            CompletableFuture<byte[]> waiting =
                    CompletableFuture.supplyAsync(() -> client.receive(PATIENCE).orElseThrow());
            client.rebind();
            client.send("after".getBytes(UTF_8));
            assertThat(waiting.join()).asString(UTF_8).isEqualTo("AFTER");
            FakeRelay.Received before = relay.received().remove();
            FakeRelay.Received after = relay.received().remove();
            assertThat(after.clientPort()).isNotEqualTo(before.clientPort());
            assertThat(after.packetNumber()).isEqualTo(1);
        }
    }

    @Test
    void receiveWhenAnotherThanTheRelaySendsThenNothingComes() throws Exception {
        try (FakeRelay relay = relay("127.0.0.1");
                RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS);
                DatagramSocket stranger =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            InetSocketAddress target = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), client.localAddress().getPort());
            stranger.send(new DatagramPacket(new byte[] {1}, 1, target));
            client.send("mine".getBytes(UTF_8));
            assertThat(client.receive(PATIENCE)).contains("MINE".getBytes(UTF_8));
            assertThat(client.receive(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void sendWhenNothingListensThenPortUnreachableIsCountedAndSendingGoesOn() throws Exception {
        InetSocketAddress closed;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            closed = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        try (RelayClient client = RelayClient.open(closed, Samples.CREDENTIALS)) {
            client.send(new byte[1]);
            client.send(new byte[1]);
            await().atMost(PATIENCE).until(() -> {
                assertThat(client.receive(Duration.ofMillis(1))).isEmpty();
                return client.portUnreachables() > 0;
            });
            assertThat(client.nextPacketNumber()).isEqualTo(2);
        }
    }

    @Test
    void sendWhenPayloadIsTheLongestOfIpv4ThenArrivesAndOneByteMoreIsRefused() throws Exception {
        try (FakeRelay relay = relay("127.0.0.1");
                RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS)) {
            int longest = RelayHeader.MAX_PAYLOAD_LENGTH - 20;
            client.send(new byte[longest]);
            assertThat(client.receive(PATIENCE))
                    .hasValueSatisfying(answer -> assertThat(answer).hasSize(longest));
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> client.send(new byte[longest + 1]))
                    .withMessageStartingWith("cannot send a datagram of 65508 bytes to the relay");
        }
    }

    @Test
    void closeWhenCalledTwiceThenIsHarmlessAndUseIsRefused() throws Exception {
        try (FakeRelay relay = relay("127.0.0.1")) {
            RelayClient client = RelayClient.open(relay.address(), Samples.CREDENTIALS);
            client.close();
            client.close();
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.send(new byte[0]));
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.receive(PATIENCE));
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(client::rebind)
                    .withMessageContaining("closed");
        }
    }

    @Test
    void openWhenHostIsUnresolvedThenIsRefused() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("relay.invalid", 443);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayClient.open(unresolved, Samples.CREDENTIALS))
                .withMessageContaining("relay.invalid");
    }

    private static FakeRelay relay(String loopback) throws IOException {
        InetAddress address = InetAddress.getByName(loopback);
        if (address instanceof Inet6Address) {
            assumeTrue(NetworkInterface.getByInetAddress(address) != null, "this host has no IPv6 on loopback");
        }
        return new FakeRelay(address, Samples.CREDENTIALS);
    }
}
