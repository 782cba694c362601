package org.lumenlink.relay.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.client.RelayClient;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/** One user's way across the relay: a registered user, a token, a client on one side and a destination on the other. */
final class Crossing implements AutoCloseable {

    private static final int WARM_UP_PACKETS = 100;
    private static final Duration WARM_UP_PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Destination destination;
    private final RelayClient client;
    private final DatagramChannel raw;
    private final Instant expiresAt;

    private Crossing(Destination destination, RelayClient client, DatagramChannel raw, Instant expiresAt) {
        this.destination = destination;
        this.client = client;
        this.raw = raw;
        this.expiresAt = expiresAt;
    }

    /**
     * Makes a destination, registers a user with it, issues a token and opens a client.
     *
     * @param limits of the user, or null for the relay's default
     * @param ttl of the token
     */
    static Crossing open(Lab lab, RelayApi api, Family family, long userId, @Nullable Limits limits, Duration ttl)
            throws Exception {
        Destination destination = Destination.start(lab, family);
        try {
            api.register(userId, destination.address(), limits);
            RelayApi.Token token = api.issue(userId, ttl);
            NetworkNamespace clients = NetworkNamespace.named(lab.clientNamespace());
            DatagramChannel raw =
                    clients.call(() -> DatagramChannel.open(family.protocol()).connect(lab.relay(family)));
            RelayClient client = clients.call(() -> RelayClient.open(lab.relay(family), token.credentials()));
            return new Crossing(destination, client, raw, token.expiresAt());
        } catch (Exception e) {
            destination.close();
            throw e;
        }
    }

    /**
     * Sends packets until one is answered, so that the next hops are known and what follows can be counted exactly.
     *
     * @return how many it took
     */
    int warmUp() throws IOException {
        for (int sent = 1; sent <= WARM_UP_PACKETS; sent++) {
            client.send(new byte[] {0});
            Optional<byte[]> answer = client.receive(WARM_UP_PAUSE);
            if (answer.isPresent()) {
                awaitAnswersSoFar();
                destination.reset();
                return sent;
            }
        }
        throw new IOException(
                "none of " + WARM_UP_PACKETS + " packets was answered: see the counters of GET /api/v1/stats");
    }

    /** Sends one more packet, whose answer is behind those to the packets before. */
    private void awaitAnswersSoFar() throws IOException {
        byte[] last = {1};
        client.send(last);
        Optional<byte[]> answer = client.receive(PATIENCE);
        while (answer.isPresent() && !Arrays.equals(answer.get(), last)) {
            answer = client.receive(PATIENCE);
        }
        if (answer.isEmpty()) {
            throw new IOException("of the packets after the first answered one, one was lost");
        }
    }

    /** Sends a datagram to the relay as it is. */
    void sendRaw(byte[] datagram) throws IOException {
        raw.write(ByteBuffer.wrap(datagram));
    }

    RelayClient client() {
        return client;
    }

    Destination destination() {
        return destination;
    }

    /** Returns when the token's ticket is no longer taken. */
    Instant expiresAt() {
        return expiresAt;
    }

    @Override
    public void close() throws IOException {
        client.close();
        raw.close();
        destination.close();
    }
}
