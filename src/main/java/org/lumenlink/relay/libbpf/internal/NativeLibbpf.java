package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.MapShape;
import org.lumenlink.relay.libbpf.XdpLink;

/** Binds the system's libbpf with JNA. */
public final class NativeLibbpf implements Libbpf {

    private static final String MISSING = "libbpf 1.x was not found. Install it: apt-get install libbpf1";

    private static final int BPF_PROG_TYPE_XDP = 6;

    private final int possibleCpus;

    private NativeLibbpf(int possibleCpus) {
        this.possibleCpus = possibleCpus;
    }

    /**
     * Binds libbpf.so.1 and takes over its output.
     *
     * @throws IllegalStateException if it is missing or lacks a function, with the command that installs it
     */
    public static Libbpf bind() {
        try {
            LibbpfSymbols.register();
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(MISSING + " (" + e.getMessage() + ")", e);
        }
        PrintLog.install();
        int cpus = LibbpfSymbols.libbpf_num_possible_cpus();
        if (cpus < 1) {
            throw Errnos.failure("count the possible CPUs (/sys/devices/system/cpu/possible)", cpus);
        }
        return new NativeLibbpf(cpus);
    }

    @Override
    public String version() {
        return LibbpfSymbols.libbpf_major_version() + "." + LibbpfSymbols.libbpf_minor_version();
    }

    @Override
    public int possibleCpus() {
        return possibleCpus;
    }

    @Override
    public boolean hasXdpHelper(int number) {
        int result = LibbpfSymbols.libbpf_probe_bpf_helper(BPF_PROG_TYPE_XDP, number, null);
        if (result < 0) {
            throw Errnos.failure("ask for BPF helper " + number, result);
        }
        return result == 1;
    }

    @Override
    public BpfObject open(byte[] elf, String name) {
        try (PrintLog log = PrintLog.start();
                Memory objectName = CStrings.copy(name);
                Memory opts = ObjectOpenOpts.of(objectName)) {
            Pointer object = LibbpfSymbols.bpf_object__open_mem(elf, elf.length, opts);
            int errno = Native.getLastError();
            if (object == null) {
                String text = log.text();
                throw Errnos.failure("open BPF object " + name + (text.isEmpty() ? "" : " (" + text + ")"), errno);
            }
            return new NativeBpfObject(object, name, possibleCpus);
        }
    }

    @Override
    public BpfMap create(String name, MapShape shape) {
        if (shape.flags() != 0) {
            throw new IllegalArgumentException("maps with flags are made by objects only");
        }
        int fd = LibbpfSymbols.bpf_map_create(
                shape.type(), name, shape.keySize(), shape.valueSize(), shape.maxEntries(), null);
        if (fd < 0) {
            throw Errnos.failure("make BPF map " + name, fd);
        }
        return own(fd, name);
    }

    @Override
    public BpfMap openPinned(Path path) {
        int fd = LibbpfSymbols.bpf_obj_get(path.toString());
        if (fd < 0) {
            throw Errnos.failure("open pinned BPF map " + path, fd);
        }
        return own(fd, "pinned at " + path);
    }

    private BpfMap own(int fd, String map) {
        try {
            MapInfo info = MapInfo.of(fd, map);
            return new NativeBpfMap(fd, info, possibleCpus, () -> LibC.close(fd));
        } catch (RuntimeException e) {
            LibC.close(fd);
            throw e;
        }
    }

    @Override
    public Optional<XdpLink> openPinnedLink(Path path) {
        return PinnedLink.open(path);
    }

    @Override
    public RingBuffer ringBuffer(BpfMap map, Consumer<ByteBuffer> consumer) {
        return NativeRingBuffer.open(NativeBpfMap.of(map), consumer);
    }

    @Override
    public boolean usesPinned(AttachedProgram program, Path map) {
        return ProgramMaps.contains(program.id(), map);
    }

    @Override
    public Optional<AttachedProgram> attachedXdp(int interfaceIndex) {
        return XdpQuery.attached(interfaceIndex);
    }
}
