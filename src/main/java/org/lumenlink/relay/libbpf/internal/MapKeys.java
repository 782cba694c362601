package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import org.lumenlink.relay.libbpf.Errno;

/** Walks a map's keys (BPF_MAP_GET_NEXT_KEY). */
final class MapKeys implements AutoCloseable {

    private final NativeBpfMap map;

    private final Memory current;

    private final Memory next;

    private boolean started;

    MapKeys(NativeBpfMap map) {
        this.map = map;
        this.current = new Memory(map.keySize());
        this.next = new Memory(map.keySize());
    }

    /** Goes to the next key, the first at first; returns whether there is one. */
    boolean next() {
        int result = map.withFd(fd -> LibbpfSymbols.bpf_map_get_next_key(fd, started ? current : null, next));
        if (result == -Errno.ENOENT) {
            return false;
        }
        if (result < 0) {
            throw Errnos.failure("walk the keys of BPF map " + map.name(), result);
        }
        current.write(0, next.getByteArray(0, map.keySize()), 0, map.keySize());
        started = true;
        return true;
    }

    byte[] key() {
        return current.getByteArray(0, map.keySize());
    }

    @Override
    public void close() {
        current.close();
        next.close();
    }
}
