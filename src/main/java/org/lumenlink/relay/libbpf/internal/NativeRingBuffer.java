package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Libbpf.RingBuffer;

/** A {@code struct ring_buffer} of one map. */
final class NativeRingBuffer implements RingBuffer {

    private final String map;

    private final Pointer ring;

    private final Sampler sampler;

    private final Handle handle;

    private NativeRingBuffer(String map, Pointer ring, Sampler sampler) {
        this.map = map;
        this.ring = ring;
        this.sampler = sampler;
        this.handle = new Handle("ring buffer of BPF map " + map, () -> LibbpfSymbols.ring_buffer__free(ring));
    }

    static NativeRingBuffer open(NativeBpfMap map, Consumer<ByteBuffer> consumer) {
        if (!map.info().isRingBuffer()) {
            throw new IllegalArgumentException("BPF map " + map.name() + " is not a ring buffer");
        }
        Sampler sampler = new Sampler(consumer);
        AtomicReference<@Nullable Pointer> ring = new AtomicReference<>();
        int errno = map.withFd(fd -> {
            ring.set(LibbpfSymbols.ring_buffer__new(fd, sampler, null, null));
            return Native.getLastError();
        });
        Pointer opened = ring.get();
        if (opened == null) {
            throw Errnos.failure("open the ring buffer of BPF map " + map.name(), errno);
        }
        return new NativeRingBuffer(map.name(), opened, sampler);
    }

    @Override
    public int poll(Duration timeout) {
        int millis = (int) Math.min(Math.max(timeout.toMillis(), 0), Integer.MAX_VALUE);
        int result = handle.useInt(() -> LibbpfSymbols.ring_buffer__poll(ring, millis));
        sampler.rethrow();
        if (result == -Errnos.EINTR) {
            return 0;
        }
        if (result < 0) {
            throw Errnos.failure("poll the ring buffer of BPF map " + map, result);
        }
        return result;
    }

    @Override
    public void close() {
        handle.close();
    }

    /** Hands records over. An exception must not unwind through C: it ends the poll, which throws it then. */
    private static final class Sampler implements LibbpfSymbols.SampleFunction {

        private final Consumer<ByteBuffer> consumer;

        private @Nullable RuntimeException failure;

        Sampler(Consumer<ByteBuffer> consumer) {
            this.consumer = consumer;
        }

        @Override
        public int sample(@Nullable Pointer context, Pointer data, long size) {
            try {
                consumer.accept(data.getByteBuffer(0, size).asReadOnlyBuffer().order(ByteOrder.nativeOrder()));
                return 0;
            } catch (RuntimeException e) {
                failure = e;
                return -Errnos.ECANCELED;
            }
        }

        void rethrow() {
            RuntimeException thrown = failure;
            failure = null;
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
