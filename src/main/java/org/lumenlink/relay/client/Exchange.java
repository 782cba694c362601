package org.lumenlink.relay.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Sends packets and counts the answers that come meanwhile and after. */
final class Exchange {

    private static final Duration POLL = Duration.ofMillis(20);

    private final RelayClient client;
    private final byte[] payload;
    private final long count;
    private volatile boolean stopped;

    /**
     * Prepares an exchange.
     *
     * @param count how many packets to send, each with this payload
     */
    Exchange(RelayClient client, byte[] payload, long count) {
        this.client = client;
        this.payload = payload;
        this.count = count;
    }

    /** Sends without waiting for answers. */
    void send(long packetsPerSecond) {
        Pacer pacer = new Pacer(packetsPerSecond);
        for (long sent = 0; sent < count; sent++) {
            pacer.awaitNext();
            client.send(payload);
        }
    }

    /**
     * Sends, and waits for as many answers as packets were sent.
     *
     * @param patience how long to wait after the last packet
     * @return how many answers came
     */
    long sendAndReceive(long packetsPerSecond, Duration patience) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(this::receive, threads);
            try {
                send(packetsPerSecond);
                awaitAll(received, patience);
            } finally {
                stopped = true;
            }
            return received.join();
        }
    }

    private static void awaitAll(CompletableFuture<Long> received, Duration patience) {
        received.copy()
                .completeOnTimeout(0L, patience.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    private long receive() {
        long received = 0;
        while (received < count && !stopped) {
            if (client.receive(POLL).isPresent()) {
                received++;
            }
        }
        return received;
    }
}
