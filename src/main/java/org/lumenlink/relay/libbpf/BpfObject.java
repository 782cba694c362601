package org.lumenlink.relay.libbpf;

import java.util.List;

/**
 * An opened, later loaded, BPF object. Maps and programs got from it are closed with it. Closing twice is harmless;
 * any other call after that, and any out of order with the load, throws {@link IllegalStateException}. Not for use by
 * several threads.
 */
public interface BpfObject extends AutoCloseable {

    /**
     * Sets the initial value of a global data map, before the load.
     *
     * @param map full name, such as {@code .rodata.config}
     * @param value exactly the size of the map's value
     */
    void setInitialValue(String map, byte[] value);

    /** Sets a map's size in entries, before the load. */
    void setMaxEntries(String map, int entries);

    /** Returns what a map will be made as, before the load. */
    MapShape shape(String map);

    /**
     * Has a map that there is already take the place of one of the object's, before the load.
     *
     * @param present of the same shape; may be closed after this
     */
    void reuse(String map, BpfMap present);

    /** Keeps a program out of the load, before the load; all are loaded by default. */
    void setAutoload(String program, boolean load);

    /**
     * Loads maps and programs into the kernel.
     *
     * @throws LoadRejectedException with the verifier's log if the kernel refuses
     */
    void load();

    /**
     * Returns what the object's compiler has written down of its types, to be read by {@link Btf}.
     *
     * @throws KernelException with ENOENT if that is nothing
     */
    byte[] btf();

    /** Returns the names of all maps, global data maps among them. */
    List<String> mapNames();

    /** Returns a map of the loaded object. */
    BpfMap map(String name);

    /** Returns a program of the loaded object. */
    BpfProgram program(String name);

    @Override
    void close();
}
