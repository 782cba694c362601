package org.lumenlink.relay.libbpf.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.MapShape;

/** A map by its file descriptor, which belongs to an object or to this. */
final class NativeBpfMap implements BpfMap {

    /** BPF_F_LOCK of linux/bpf.h. */
    static final int LOCK = 4;

    private final int fd;

    private final MapInfo info;

    private final int valueSize;

    private final Handle handle;

    private final MapReader reader;

    NativeBpfMap(int fd, MapInfo info, int possibleCpus, Runnable release) {
        this.fd = fd;
        this.info = info;
        this.valueSize = info.lookupSize(possibleCpus);
        this.handle = new Handle("BPF map " + info.name(), release);
        this.reader = new MapReader(this);
    }

    @Override
    public String name() {
        return info.name();
    }

    @Override
    public int keySize() {
        return info.keySize();
    }

    @Override
    public int valueSize() {
        return valueSize;
    }

    @Override
    public int maxEntries() {
        return info.maxEntries();
    }

    @Override
    public MapShape shape() {
        return info.shape();
    }

    @Override
    public Optional<byte[]> lookup(byte[] key) {
        return lookup(key, 0);
    }

    @Override
    public void update(byte[] key, byte[] value, Update mode) {
        update(key, value, mode, 0);
    }

    @Override
    public void updateAll(List<Entry> entries) {
        new MapWriter(this).write(entries);
    }

    @Override
    public boolean delete(byte[] key) {
        requireSize("key", key, info.keySize());
        int result = withFd(descriptor -> LibbpfSymbols.bpf_map_delete_elem(descriptor, key));
        if (result < 0 && result != -Errno.ENOENT) {
            throw Errnos.failure("delete from BPF map " + name(), result);
        }
        return result == 0;
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> visitor) {
        reader.forEach(visitor);
    }

    @Override
    public int count() {
        return reader.count();
    }

    @Override
    public Window window() {
        return handle.use(() -> NativeWindow.map(fd, info));
    }

    @Override
    public void pin(Path path) {
        int result = withFd(descriptor -> LibbpfSymbols.bpf_obj_pin(descriptor, path.toString()));
        if (result < 0) {
            throw Errnos.failure("pin BPF map " + name() + " at " + path, result);
        }
    }

    @Override
    public void close() {
        handle.close();
    }

    boolean isOpen() {
        return handle.isOpen();
    }

    MapInfo info() {
        return info;
    }

    static NativeBpfMap of(BpfMap map) {
        if (map instanceof NativeBpfMap own) {
            return own;
        }
        throw new IllegalArgumentException("not a map of this library: " + map.name());
    }

    /** Calls with the file descriptor, which stays open meanwhile. */
    int withFd(IntUnaryOperator call) {
        return handle.useInt(() -> call.applyAsInt(fd));
    }

    private Optional<byte[]> lookup(byte[] key, int flags) {
        requireSize("key", key, info.keySize());
        byte[] value = new byte[valueSize];
        int result = withFd(descriptor -> LibbpfSymbols.bpf_map_lookup_elem_flags(descriptor, key, value, flags));
        if (result == -Errno.ENOENT) {
            return Optional.empty();
        }
        if (result < 0) {
            throw Errnos.failure("look up in BPF map " + name(), result);
        }
        return Optional.of(value);
    }

    private void update(byte[] key, byte[] value, Update mode, int flags) {
        requireSizes(key, value);
        // BPF_ANY 0, BPF_NOEXIST 1, BPF_EXIST 2 of linux/bpf.h.
        int existence = switch (mode) {
            case ANY -> 0;
            case NO_EXIST -> 1;
            case EXIST -> 2;
        };
        int result = withFd(descriptor -> LibbpfSymbols.bpf_map_update_elem(descriptor, key, value, existence | flags));
        if (result < 0) {
            throw updateFailure(result);
        }
    }

    KernelException updateFailure(int result) {
        String full = result == -Errno.E2BIG ? ", which has room for " + maxEntries() + " entries" : "";
        return Errnos.failure("update BPF map " + name() + full, result);
    }

    void requireSizes(byte[] key, byte[] value) {
        requireSize("key", key, info.keySize());
        requireSize("value", value, valueSize);
    }

    private void requireSize(String what, byte[] bytes, int size) {
        if (bytes.length != size) {
            throw new IllegalArgumentException(
                    "%s of BPF map %s must have %d bytes, not %d".formatted(what, name(), size, bytes.length));
        }
    }
}
