package org.lumenlink.relay.libbpf;

/**
 * What a map is made as.
 *
 * @param type one of enum bpf_map_type of linux/bpf.h
 * @param keySize bytes
 * @param valueSize bytes, of one CPU's value for a per-CPU map
 * @param maxEntries entries; bytes for a ring buffer
 * @param flags BPF_F_ bits of linux/bpf.h
 */
public record MapShape(int type, int keySize, int valueSize, int maxEntries, int flags) {

    private static final int ARRAY = 2;
    private static final int PERCPU_HASH = 5;
    private static final int PERCPU_ARRAY = 6;
    private static final int LRU_PERCPU_HASH = 10;
    private static final int RINGBUF = 27;

    /** Returns the shape of an array without flags. */
    public static MapShape array(int valueSize, int maxEntries) {
        return new MapShape(ARRAY, Integer.BYTES, valueSize, maxEntries, 0);
    }

    /** Tells whether the keys are the numbers from 0 on, and all of them are there. */
    public boolean isArray() {
        return type == ARRAY;
    }

    /** Tells whether each CPU has a value of its own for each key. */
    public boolean isPerCpu() {
        return type == PERCPU_HASH || type == PERCPU_ARRAY || type == LRU_PERCPU_HASH;
    }

    /** Tells whether this is a ring buffer, which has no keys and values. */
    public boolean isRingBuffer() {
        return type == RINGBUF;
    }
}
