package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Objects;
import org.lumenlink.relay.libbpf.BpfMap;

/** A mapping of an array's values (mmap(2) of a map's file descriptor). */
final class NativeWindow implements BpfMap.Window {

    /** PROT_READ and MAP_SHARED of sys/mman.h. */
    private static final int READ = 1;

    private static final int SHARED = 1;
    private static final long FAILED = -1;
    private static final long PAGE = 4096;

    private final Pointer values;
    private final int size;
    private final int count;
    private final Handle handle;

    private NativeWindow(Pointer values, long length, MapInfo info) {
        this.values = values;
        this.size = roundUp(info.valueSize(), Long.BYTES);
        this.count = info.maxEntries();
        this.handle = new Handle("window of BPF map " + info.name(), () -> LibC.munmap(values, length));
    }

    static NativeWindow map(int fd, MapInfo info) {
        long size = (long) roundUp(info.valueSize(), Long.BYTES) * info.maxEntries();
        long length = Math.ceilDiv(size, PAGE) * PAGE;
        Pointer values = LibC.mmap(null, length, READ, SHARED, fd, 0);
        if (Pointer.nativeValue(values) == FAILED) {
            throw Errnos.failure("map the values of BPF map " + info.name(), Native.getLastError());
        }
        return new NativeWindow(values, length, info);
    }

    @Override
    public long getLong(int index, int offset) {
        return handle.use(() -> values.getLong(at(index, offset, Long.BYTES)));
    }

    @Override
    public int getInt(int index, int offset) {
        return handle.useInt(() -> values.getInt(at(index, offset, Integer.BYTES)));
    }

    @Override
    public short getShort(int index, int offset) {
        return handle.use(() -> values.getShort(at(index, offset, Short.BYTES)));
    }

    @Override
    public void close() {
        handle.close();
    }

    private long at(int index, int offset, int length) {
        Objects.checkIndex(index, count);
        Objects.checkFromIndexSize(offset, length, size);
        return (long) index * size + offset;
    }

    private static int roundUp(int value, int multiple) {
        return Math.ceilDiv(value, multiple) * multiple;
    }
}
