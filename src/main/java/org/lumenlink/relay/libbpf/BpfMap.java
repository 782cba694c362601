package org.lumenlink.relay.libbpf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A BPF map. Keys and values are byte arrays of exactly {@link #keySize()} and {@link #valueSize()} bytes. Safe for
 * use by several threads. Closing twice is harmless; any other call after that throws {@link IllegalStateException}.
 */
public interface BpfMap extends AutoCloseable {

    /** Whether {@link #update} may make, replace, or do both. */
    enum Update {
        ANY,
        NO_EXIST,
        EXIST
    }

    String name();

    int keySize();

    /**
     * Returns the size of what {@link #lookup} returns: for a per-CPU map the value's size rounded up to 8, times the
     * number of possible CPUs.
     */
    int valueSize();

    int maxEntries();

    MapShape shape();

    /** Returns the value of a key, or empty if there is none. */
    Optional<byte[]> lookup(byte[] key);

    /**
     * Writes a value.
     *
     * @throws KernelException with EEXIST or ENOENT as {@code mode} demands, E2BIG if a hash map is full
     */
    void update(byte[] key, byte[] value, Update mode);

    /**
     * Writes many values, in batches where the kernel can (Linux 5.6).
     *
     * @throws KernelException as {@link #update} does; some of them may have been written
     */
    void updateAll(List<Entry> entries);

    /** Removes a key; returns whether it was there. */
    boolean delete(byte[] key);

    /**
     * Calls {@code visitor} with each key and value, in no order; entries that come and go meanwhile may be missed. A
     * value with a {@code bpf_spin_lock} is read under it. The visitor may change the map.
     *
     * @throws UnsupportedOperationException if the map has no keys, as a ring buffer
     */
    void forEach(BiConsumer<byte[], byte[]> visitor);

    /** Returns how many entries {@link #forEach} finds. */
    int count();

    /**
     * Maps an array's values into this process, to be read without a call of the kernel for each.
     *
     * @throws KernelException if the map is none that can be mapped: an array with BPF_F_MMAPABLE and no
     *     {@code bpf_spin_lock} in its values
     */
    Window window();

    /** Makes the map outlive this process under a path of a BPF file system. */
    void pin(Path path);

    @Override
    void close();

    /**
     * A key and its value.
     *
     * @param key of the map's size
     * @param value of the map's size
     */
    record Entry(byte[] key, byte[] value) {}

    /**
     * An array's values, as they are at each moment. Offsets are in bytes from the start of a value; numbers are in host
     * order. Closing twice is harmless; reading after that throws {@link IllegalStateException}.
     */
    interface Window extends AutoCloseable {

        long getLong(int index, int offset);

        int getInt(int index, int offset);

        short getShort(int index, int offset);

        @Override
        void close();
    }
}
