package org.lumenlink.relay.lab;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.client.RelayClient;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.support.Teardown;

/** Users of a lab that send, and destinations that echo, until closed. */
final class MixedTraffic implements AutoCloseable {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(5);

    private final Lab lab;
    private final RelayApi api;
    private final Teardown teardown = new Teardown();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean isOver;

    MixedTraffic(Lab lab, RelayApi api) {
        this.lab = lab;
        this.api = api;
    }

    /**
     * Registers a user and has it send.
     *
     * @param limits of the user, or null for the default
     * @param length of payloads, in bytes
     * @param rate packets per second by the seconds since the start
     */
    void send(long userId, Family family, @Nullable Limits limits, int length, DoubleUnaryOperator rate)
            throws Exception {
        RelayClient client = client(userId, family, limits);
        run(rate, () -> client.send(new byte[length]));
    }

    /** Has somebody send the same packet of a user again and again. */
    void replay(long userId, DoubleUnaryOperator rate) throws Exception {
        RelayClient client = client(userId, Family.IPV4, null);
        byte[] datagram = client.datagram(new byte[64]);
        SocketSender stranger = keep(SocketSender.open(lab));
        run(rate, () -> stranger.send(datagram));
    }

    /** Has somebody send packets with altered tags. */
    void forge(long userId, DoubleUnaryOperator rate) throws Exception {
        RelayClient client = client(userId, Family.IPV4, null);
        client.send(new byte[64]);
        SocketSender stranger = keep(SocketSender.open(lab));
        run(rate, () -> {
            byte[] datagram = client.datagram(new byte[64]);
            datagram[28] ^= 1;
            stranger.send(datagram);
        });
    }

    private RelayClient client(long userId, Family family, @Nullable Limits limits) throws Exception {
        Destination destination = keep(Destination.start(lab, family));
        api.register(userId, destination.address(), limits);
        RelayApi.Token token = api.issue(userId, TTL);
        return keep(NetworkNamespace.named(lab.clientNamespace())
                .call(() -> RelayClient.open(lab.relay(family), token.credentials())));
    }

    private void run(DoubleUnaryOperator rate, Runnable packet) {
        Thread sender = Thread.ofPlatform().daemon().unstarted(() -> {
            long started = System.nanoTime();
            double due = 0;
            while (!isOver) {
                due += rate.applyAsDouble((System.nanoTime() - started) / 1e9) * STEP / 1e9;
                for (; due >= 1 && !isOver; due--) {
                    trySend(packet);
                }
                LockSupport.parkNanos(STEP);
            }
        });
        senders.add(sender);
        sender.start();
    }

    /** What is told by ICMP of packets before is of no interest. */
    private static void trySend(Runnable packet) {
        try {
            packet.run();
        } catch (UncheckedIOException e) {
            Thread.onSpinWait();
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        return teardown.keep(resource);
    }

    @Override
    public void close() {
        isOver = true;
        try {
            for (Thread sender : senders) {
                sender.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        teardown.close();
    }
}
