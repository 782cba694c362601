package org.lumenlink.relay.libbpf;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.lumenlink.relay.libbpf.internal.NativeLibbpf;

/** The system's libbpf. Safe for use by several threads, as far as the handles it makes say so. */
public interface Libbpf {

    /**
     * Binds the system's libbpf.
     *
     * @throws IllegalStateException if it is missing or older than 1.0, with the command that installs it
     */
    static Libbpf bind() {
        return NativeLibbpf.bind();
    }

    /** Returns libbpf's version, such as {@code 1.1}. */
    String version();

    /** Returns the number of possible CPUs: how many values a per-CPU map holds for each key. */
    int possibleCpus();

    /**
     * Tells whether the kernel has a helper for XDP programs, by having it verify one that calls it.
     *
     * @param number of linux/bpf.h, {@code enum bpf_func_id}
     * @throws KernelException if the kernel lets this process verify no program
     */
    boolean hasXdpHelper(int number);

    /**
     * Parses an ELF object; loads nothing into the kernel yet.
     *
     * @param elf the object file's bytes
     * @param name for error messages
     * @throws KernelException if it is no BPF object
     */
    BpfObject open(byte[] elf, String name);

    /**
     * Makes a map of no object.
     *
     * @param name at most 15 characters: letters, digits and underscores
     */
    BpfMap create(String name, MapShape shape);

    /**
     * Opens a pinned map.
     *
     * @throws KernelException with ENOENT if nothing is pinned there
     */
    BpfMap openPinned(Path path);

    /**
     * Opens a pinned XDP link; empty if nothing is pinned there, or the link attaches nothing to an interface of the
     * calling thread's namespace any more.
     */
    Optional<XdpLink> openPinnedLink(Path path);

    /**
     * Calls {@code consumer} with each record of a ring buffer map during {@link RingBuffer#poll}. The buffer is
     * in native order, read-only and valid only during the call.
     */
    RingBuffer ringBuffer(BpfMap map, Consumer<ByteBuffer> consumer);

    /** Returns the XDP program attached to an interface of the calling thread's namespace, if there is one. */
    Optional<AttachedProgram> attachedXdp(int interfaceIndex);

    /**
     * Tells whether a program uses a pinned map. False also if nothing is pinned there, or if this process may not look
     * at the program, which takes CAP_SYS_ADMIN.
     */
    boolean usesPinned(AttachedProgram program, Path map);

    /**
     * An XDP program found on an interface.
     *
     * @param id the kernel's program id
     * @param mode how it is attached
     */
    record AttachedProgram(int id, XdpMode mode) {}

    /** A consumer of a ring buffer map; one thread at a time. Closing twice is harmless. */
    interface RingBuffer extends AutoCloseable {

        /** Waits for records up to {@code timeout} and consumes them; returns how many. */
        int poll(Duration timeout);

        @Override
        void close();
    }
}
