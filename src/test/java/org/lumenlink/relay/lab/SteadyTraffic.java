package org.lumenlink.relay.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.lumenlink.relay.client.Credentials;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.token.RelayHeader;

/**
 * A client that sends at a fixed rate until it is stopped, by a thread that comes before all others of the machine where
 * that is allowed: what starts beside it must not slow it down. It catches up with what it could not send in time.
 */
final class SteadyTraffic implements AutoCloseable {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
    private static final byte[] PAYLOAD = new byte[64];
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final DatagramChannel channel;
    private final long rate;
    private final AtomicLong sent = new AtomicLong();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread;
    private volatile Credentials credentials;
    private volatile boolean isStopped;
    private volatile long longestPause;
    private volatile double averageRate;

    /**
     * Prepares.
     *
     * @param rate packets per second
     */
    SteadyTraffic(Lab lab, Credentials credentials, long rate) throws Exception {
        this.credentials = credentials;
        this.rate = rate;
        this.channel = NetworkNamespace.named(lab.clientNamespace())
                .call(() -> DatagramChannel.open(Family.IPV4.protocol()).connect(lab.relay(Family.IPV4)));
        channel.configureBlocking(false);
        // The kernel knows no more than 15 letters of it.
        this.thread =
                Thread.ofPlatform().name("steady-" + SEQUENCE.incrementAndGet()).unstarted(this::run);
    }

    /** Sends one packet of a session of the same ticket, ahead of all others, so that next hops come to be known. */
    void probe(long number) throws IOException {
        write(credentials, number);
    }

    /** Starts to send, with packet numbers from 1000 on. */
    void start() throws IOException {
        thread.start();
        prefer(thread.getName());
    }

    /** Goes on with another ticket from the next packet on. */
    void renew(Credentials other) {
        credentials = other;
    }

    /** Returns how many packets were sent. */
    long sent() {
        return sent.get();
    }

    /** Waits until so many more packets were sent. */
    void await(long more) {
        long enough = sent.get() + more;
        while (sent.get() < enough && !done.isDone()) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** Stops, and returns how many packets were sent. */
    long stop() {
        isStopped = true;
        done.join();
        return sent.get();
    }

    /** Returns the packets per second from the first to the last; after {@link #stop}. */
    double averageRate() {
        return averageRate;
    }

    /** Returns the longest time between two packets. */
    Duration longestPause() {
        return Duration.ofNanos(longestPause);
    }

    /** Returns an answer that has come, or empty. */
    Optional<byte[]> answer() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(PAYLOAD.length);
        int length = channel.read(buffer);
        return length <= 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer.array(), length));
    }

    private void run() {
        try {
            long began = System.nanoTime();
            long last = began;
            Credentials present = credentials;
            long number = 1000;
            while (!isStopped) {
                long now = System.nanoTime();
                if (now - began < sent.get() * SECOND / rate) {
                    LockSupport.parkNanos(PAUSE);
                    continue;
                }
                Credentials wanted = credentials;
                if (wanted != present) {
                    present = wanted;
                    number = 1000;
                }
                write(present, number++);
                sent.incrementAndGet();
                longestPause = Math.max(longestPause, now - last);
                last = now;
            }
            averageRate = sent.get() * (double) SECOND / (last - began);
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private void write(Credentials with, long number) throws IOException {
        byte[] header = RelayHeader.encode(with.ticket(), with.sessionKey(), number, PAYLOAD);
        ByteBuffer datagram = ByteBuffer.allocate(header.length + PAYLOAD.length);
        datagram.put(header).put(PAYLOAD).flip();
        while (channel.write(datagram) == 0) {
            // The socket's buffer is full: nothing was sent yet.
            Thread.onSpinWait();
        }
    }

    /** Has the scheduler prefer a thread of this process. */
    private static void prefer(String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            threads.filter(each -> isNamed(each, name)).forEach(each -> {
                try {
                    Shell.run("chrt", "-f", "-p", "10", each.getFileName().toString());
                } catch (IllegalStateException e) {
                    // Not allowed here: then it takes its turn.
                }
            });
        }
    }

    private static boolean isNamed(Path thread, String name) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        isStopped = true;
        if (thread.isAlive()) {
            done.exceptionally(failed -> null).join();
        }
        channel.close();
    }
}
