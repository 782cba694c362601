package org.lumenlink.relay.kernels;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What is in a map, for {@link BpfInterpreter}. Values that are not there are zeros in an array, and missing in others. */
public final class BpfMemory {

    private final int keySize;
    private final int valueSize;
    private final int entries;
    private final Map<ByteBuffer, byte[]> values = new HashMap<>();
    private final Map<ByteBuffer, Long> addresses = new HashMap<>();

    private BpfMemory(int keySize, int valueSize, int entries) {
        this.keySize = keySize;
        this.valueSize = valueSize;
        this.entries = entries;
    }

    /** Makes an array, of one CPU's values if it is a per-CPU array. */
    public static BpfMemory array(int valueSize, int entries) {
        return new BpfMemory(Integer.BYTES, valueSize, entries);
    }

    /** Makes a map that has the keys that are put into it. */
    public static BpfMemory hash(int keySize, int valueSize) {
        return new BpfMemory(keySize, valueSize, 0);
    }

    /** Puts a value. */
    public void put(byte[] key, byte[] value) {
        values.put(ByteBuffer.wrap(key.clone()), value.clone());
    }

    int keySize() {
        return keySize;
    }

    /** Returns the address of a key's value, 0 if there is none; {@code place} gives it one the first time. */
    long find(byte[] key, ToLongFunction<byte[]> place) {
        ByteBuffer at = ByteBuffer.wrap(key);
        byte[] value = values.get(at);
        if (value == null) {
            boolean isThere = entries > 0 && Integer.compareUnsigned(index(key), entries) < 0;
            if (!isThere) {
                return 0;
            }
            value = new byte[valueSize];
            values.put(at, value);
        }
        byte[] placed = value;
        return addresses.computeIfAbsent(at, any -> place.applyAsLong(placed));
    }

    /** Returns the address of an array's first value. */
    long first(ToLongFunction<byte[]> place) {
        return find(new byte[Integer.BYTES], place);
    }

    private static int index(byte[] key) {
        return Integer.reverseBytes(ByteBuffer.wrap(key).getInt());
    }
}
