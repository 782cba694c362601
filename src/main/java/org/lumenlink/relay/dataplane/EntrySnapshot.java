package org.lumenlink.relay.dataplane;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * The entries of a map with keys of 32 bits, as each was at some moment while they were read: in batches where the kernel
 * can, and packed, since there may be millions.
 */
final class EntrySnapshot {

    private static final int FIRST_ROOM = 1024;

    private final int valueSize;
    private byte[] values = new byte[0];

    /** Keys in the high 32 bits, positions among the values in the low ones; sorted. */
    private long[] index = new long[0];

    private int size;

    private EntrySnapshot(int valueSize) {
        this.valueSize = valueSize;
    }

    static EntrySnapshot of(BpfMap map) {
        EntrySnapshot snapshot = new EntrySnapshot(map.valueSize());
        map.forEach(snapshot::add);
        Arrays.sort(snapshot.index, 0, snapshot.size);
        return snapshot;
    }

    /** Returns the value of a key, or empty if there was none. */
    Optional<byte[]> get(long key) {
        int found = Arrays.binarySearch(index, 0, size, key << Integer.SIZE);
        int place = found < 0 ? -found - 1 : found;
        if (place == size || index[place] >>> Integer.SIZE != key) {
            return Optional.empty();
        }
        int at = (int) index[place] * valueSize;
        return Optional.of(Arrays.copyOfRange(values, at, at + valueSize));
    }

    /** Returns the keys, as unsigned numbers. */
    LongStream keys() {
        return Arrays.stream(index, 0, size).map(each -> each >>> Integer.SIZE);
    }

    private void add(byte[] key, byte[] value) {
        if (size == index.length) {
            int room = Math.max(FIRST_ROOM, 2 * size);
            index = Arrays.copyOf(index, room);
            values = Arrays.copyOf(values, Math.multiplyExact(room, valueSize));
        }
        System.arraycopy(value, 0, values, size * valueSize, valueSize);
        index[size] = Integer.toUnsignedLong(Layout.wrap(key).getInt()) << Integer.SIZE | size;
        size++;
    }
}
