package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.util.function.BiConsumer;
import org.lumenlink.relay.libbpf.Errno;

/**
 * Reads many entries with one system call (BPF_MAP_LOOKUP_BATCH, Linux 5.6). Values with a bpf_spin_lock are read under
 * it.
 */
final class MapBatch implements AutoCloseable {

    enum State {
        MORE,
        LAST,
        UNSUPPORTED
    }

    private static final int ENTRIES = 1024;

    /** A position in a hash map is a __u32, in others a key; some room above either. */
    private static final int POSITION_SLACK = 8;

    /* struct bpf_map_batch_opts of bpf/bpf.h: size_t sz; __u64 elem_flags, flags. */
    private static final int OPTS_SIZE = 24;
    private static final int OPTS_ELEM_FLAGS = 8;

    private final NativeBpfMap map;

    private final Memory opts = new Memory(OPTS_SIZE);

    private final Memory position;

    private Memory keys;

    private Memory values;

    private int capacity;

    private int size;

    private boolean started;

    MapBatch(NativeBpfMap map) {
        this.map = map;
        this.position = new Memory(map.keySize() + POSITION_SLACK);
        this.capacity = Math.clamp(Integer.toUnsignedLong(map.maxEntries()), 1, ENTRIES);
        this.keys = new Memory((long) capacity * map.keySize());
        this.values = new Memory((long) capacity * map.valueSize());
        opts.clear();
        opts.setLong(0, OPTS_SIZE);
        opts.setLong(OPTS_ELEM_FLAGS, NativeBpfMap.LOCK);
    }

    /** Reads the next batch; LAST comes with entries too, or with none. */
    State read() {
        int result = lookup();
        if (result == -Errno.EINVAL && !started && opts.getLong(OPTS_ELEM_FLAGS) != 0) {
            // The values hold no lock: the kernel refuses the flag then.
            opts.setLong(OPTS_ELEM_FLAGS, 0);
            result = lookup();
        }
        while (result == -Errno.ENOSPC) {
            // A hash bucket with more entries than there is room for.
            grow();
            result = lookup();
        }
        if (!started && (result == -Errno.EINVAL || result == -Errnos.ENOTSUPP)) {
            return State.UNSUPPORTED;
        }
        if (result < 0 && result != -Errno.ENOENT) {
            throw Errnos.failure("read the entries of BPF map " + map.name(), result);
        }
        started = true;
        return result == 0 ? State.MORE : State.LAST;
    }

    int size() {
        return size;
    }

    void forEach(BiConsumer<byte[], byte[]> visitor) {
        int keySize = map.keySize();
        int valueSize = map.valueSize();
        for (int i = 0; i < size; i++) {
            visitor.accept(
                    keys.getByteArray((long) i * keySize, keySize),
                    values.getByteArray((long) i * valueSize, valueSize));
        }
    }

    @Override
    public void close() {
        opts.close();
        position.close();
        keys.close();
        values.close();
    }

    /** The kernel reads the old position before it writes the new one, so that one place serves both. */
    private int lookup() {
        int[] count = {capacity};
        int result = map.withFd(fd ->
                LibbpfSymbols.bpf_map_lookup_batch(fd, started ? position : null, position, keys, values, count, opts));
        size = result == 0 || result == -Errno.ENOENT ? count[0] : 0;
        return result;
    }

    private void grow() {
        capacity = Math.multiplyExact(capacity, 2);
        keys.close();
        values.close();
        keys = new Memory((long) capacity * map.keySize());
        values = new Memory((long) capacity * map.valueSize());
    }
}
