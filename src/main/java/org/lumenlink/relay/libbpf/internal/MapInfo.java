package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.lumenlink.relay.libbpf.MapShape;

/**
 * What the kernel says about a map.
 *
 * @param type one of enum bpf_map_type of linux/bpf.h
 * @param keySize bytes
 * @param valueSize bytes, of one CPU's value for a per-CPU map
 * @param maxEntries entries; bytes for a ring buffer
 * @param flags BPF_F_ bits
 * @param name at most 15 characters: the kernel keeps no more
 */
record MapInfo(int type, int keySize, int valueSize, int maxEntries, int flags, String name) {

    /* struct bpf_map_info of linux/bpf.h: __u32 type, id, key_size, value_size, max_entries, map_flags; char name[16];
     * then fields that nothing here needs. The kernel fills in as much as the length says. */
    private static final int SIZE = 40;
    private static final int KEY_SIZE = 8;
    private static final int VALUE_SIZE = 12;
    private static final int MAX_ENTRIES = 16;
    private static final int FLAGS = 20;
    private static final int NAME = 24;
    private static final int NAME_LENGTH = 16;

    static MapInfo of(int fd, String map) {
        try (Memory info = new Memory(SIZE)) {
            info.clear();
            int result = LibbpfSymbols.bpf_obj_get_info_by_fd(fd, info, new int[] {SIZE});
            if (result < 0) {
                throw Errnos.failure("get the sizes of BPF map " + map, result);
            }
            return read(info);
        }
    }

    private static MapInfo read(Pointer info) {
        return new MapInfo(
                info.getInt(0),
                info.getInt(KEY_SIZE),
                info.getInt(VALUE_SIZE),
                info.getInt(MAX_ENTRIES),
                info.getInt(FLAGS),
                CStrings.decode(info.getByteArray(NAME, NAME_LENGTH)));
    }

    MapInfo withName(String fullName) {
        return new MapInfo(type, keySize, valueSize, maxEntries, flags, fullName);
    }

    MapShape shape() {
        return new MapShape(type, keySize, valueSize, maxEntries, flags);
    }

    boolean isRingBuffer() {
        return shape().isRingBuffer();
    }

    /** Returns the size of what a lookup copies: one value, or one for each possible CPU, each on 8 bytes. */
    int lookupSize(int possibleCpus) {
        return shape().isPerCpu() ? Math.multiplyExact((valueSize + 7) & ~7, possibleCpus) : valueSize;
    }
}
