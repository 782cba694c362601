package org.lumenlink.relay.lab.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/**
 * A {@link Network} whose far ends are in namespaces of their own: a client that sends prepared packets, and a
 * destination that counts or answers them. Both are XDP programs, so that the sender's CPU does all the work, in softirq.
 */
final class Wire implements AutoCloseable {

    private static final int SINK_WORDS = 5;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Resources resources = new Resources();
    private final Network network;
    private final Namespace client;
    private final Namespace destination;
    private final BenchObject ends;

    /** Takes the network over: closing this closes it. */
    Wire(Libbpf libbpf, Network network) {
        this.network = network;
        try {
            client = resources.add(Namespace.create());
            destination = resources.add(Namespace.create());
            move(Network.NEAR_PEER, client);
            move(Network.FAR_PEER, destination);
            ends = resources.add(new BenchObject(libbpf, 1));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void move(String name, Namespace to) {
        network.namespace().ip("link set " + name + " netns " + to.name());
        to.ip("link set " + name + " up");
    }

    Network network() {
        return network;
    }

    Namespace client() {
        return client;
    }

    /** Returns the object of which the programs at the ends are. */
    BenchObject ends() {
        return ends;
    }

    /** Attaches a program to an interface in the network's middle. */
    XdpLink attach(BenchObject object, String program, String interfaceName) {
        return attach(network.namespace(), object, program, interfaceName);
    }

    private static XdpLink attach(Namespace namespace, BenchObject object, String program, String interfaceName) {
        int index = namespace.interfaceIndex(interfaceName);
        return namespace.call(() -> object.program(program).attach(index, XdpMode.NATIVE));
    }

    /**
     * Sends packets as fast as they go, and returns what arrived.
     *
     * @param frames the packets, of which the first sent is {@code from}
     */
    Flood flood(BenchObject frames, int from, int count) {
        BpfMap sink = ends.map("sink_map");
        sink.update(BenchObject.key(0), new byte[SINK_WORDS * Long.BYTES], BpfMap.Update.ANY);
        try (Resources links = new Resources()) {
            links.add(attach(client, ends, "bench_sink", Network.NEAR_PEER));
            links.add(attach(destination, ends, "bench_sink", Network.FAR_PEER));
            int out = client.interfaceIndex(Network.NEAR_PEER);
            client.call(() -> {
                frames.emit("bench_generate", out, from, count);
                return "";
            });
            return whenQuiet(sink);
        }
    }

    /** Waits until nothing arrives any more: relays in user space still have packets in their queues. */
    private static Flood whenQuiet(BpfMap sink) {
        Flood last = Flood.of(sink.lookup(BenchObject.key(0)).orElseThrow());
        while (true) {
            LockSupport.parkNanos(QUIET_NANOS);
            Flood now = Flood.of(sink.lookup(BenchObject.key(0)).orElseThrow());
            if (now.packets() == last.packets()) {
                return now;
            }
            last = now;
        }
    }

    /**
     * Sends a packet, waits for its answer, sends the next.
     *
     * @return each round trip in nanoseconds; empty if an answer did not come
     */
    Optional<Series> ping(BenchObject frames, int from, int count) {
        BpfMap ping = frames.map("ping_map");
        ping.update(BenchObject.key(0), words(0, 0, count), BpfMap.Update.ANY);
        try (Resources links = new Resources()) {
            links.add(attach(client, frames, "bench_ping", Network.NEAR_PEER));
            links.add(attach(destination, ends, "bench_reflect", Network.FAR_PEER));
            int out = client.interfaceIndex(Network.NEAR_PEER);
            client.call(() -> {
                frames.emit("bench_ping", out, from, 1);
                return "";
            });
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            int answers = answers(ping);
            while (answers < count && System.nanoTime() < deadline) {
                LockSupport.parkNanos(QUIET_NANOS);
                answers = answers(ping);
            }
            if (answers < count) {
                return Optional.empty();
            }
        }
        return Optional.of(samples(frames.map("sample_map"), count));
    }

    private static int answers(BpfMap ping) {
        return wrap(ping.lookup(BenchObject.key(0)).orElseThrow()).getInt(Long.BYTES);
    }

    private static Series samples(BpfMap map, int count) {
        double[] nanoseconds = new double[count];
        for (int i = 0; i < count; i++) {
            nanoseconds[i] = wrap(map.lookup(BenchObject.key(i)).orElseThrow()).getInt();
        }
        return new Series(nanoseconds);
    }

    private static byte[] words(long first, int second, int third) {
        return wrap(new byte[2 * Long.BYTES])
                .putLong(first)
                .putInt(second)
                .putInt(third)
                .array();
    }

    static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        resources.close();
    }
}
