package org.lumenlink.relay.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/** A UDP server in the destination's namespace: counts what it gets and, while it echoes, sends it back. */
final class Destination implements AutoCloseable {

    private static final int LARGEST = 65_535;
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Thread thread;
    private volatile boolean echoing = true;
    private final AtomicReference<Arrivals> arrivals = new AtomicReference<>(Arrivals.NONE);

    private Destination(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.thread = Thread.ofPlatform().daemon().name("destination").unstarted(this::serve);
    }

    /** Starts a server on a free port. */
    static Destination start(Lab lab, Family family) throws Exception {
        DatagramChannel channel = NetworkNamespace.named(lab.destinationNamespace())
                .call(() -> DatagramChannel.open(family.protocol())
                        .setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER)
                        .bind(lab.destination(family, 0)));
        Destination destination = new Destination(channel);
        destination.thread.start();
        return destination;
    }

    /** Returns the address and port that it listens at. */
    InetSocketAddress address() {
        return address;
    }

    /** Sets whether packets are sent back. */
    void echo(boolean on) {
        echoing = on;
    }

    /** Forgets what has arrived. */
    void reset() {
        arrivals.set(Arrivals.NONE);
    }

    /** Returns what has arrived since the last reset. */
    Arrivals arrivals() {
        return arrivals.get();
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
        try {
            while (true) {
                SocketAddress from = channel.receive(buffer.clear());
                long now = System.nanoTime();
                arrivals.updateAndGet(sofar -> sofar.and(now));
                if (echoing && from != null) {
                    channel.send(buffer.flip(), from);
                }
            }
        } catch (ClosedChannelException e) {
            // Closed from outside: the end.
        } catch (IOException e) {
            throw new UncheckedIOException("the destination can no longer receive or answer", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Packets that arrived.
     *
     * @param packets how many
     * @param first when the first did, in nanoseconds of {@link System#nanoTime}
     * @param last when the last did
     */
    record Arrivals(long packets, long first, long last) {

        static final Arrivals NONE = new Arrivals(0, 0, 0);

        Arrivals and(long now) {
            return new Arrivals(packets + 1, packets == 0 ? now : first, now);
        }

        /** Returns packets per second between the first and the last. */
        double rate() {
            return packets < 2 ? 0 : (packets - 1) * 1e9 / (last - first);
        }
    }
}
