package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** The BPF object of {@code bpf/bench}: a wrapper with prepared packets, and programs to run in it. */
final class BenchObject implements AutoCloseable {

    private static final String RESOURCE = "/bpf/bench.bpf.o";
    private static final int PAGE_FRAMES = 32;
    private static final int SLOT = 128;
    private static final int COPIED = 104;

    private final BpfObject object;
    private final int frames;
    private byte[] input = new byte[0];

    /** Loads the object with room for {@code frames} packets. */
    BenchObject(Libbpf libbpf, int frames) {
        this.frames = frames;
        object = libbpf.open(read(), "bench");
        try {
            object.setMaxEntries("frame_map", (frames + PAGE_FRAMES - 1) / PAGE_FRAMES);
            object.load();
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    int frames() {
        return frames;
    }

    BpfMap map(String name) {
        return object.map(name);
    }

    BpfProgram program(String name) {
        return object.program(name);
    }

    /** Makes a program callable by the wrapper, under a number. */
    void callable(BpfProgram program, int number) {
        program.putInto(object.map("program_map"), number);
    }

    /** Prepares all packets. They must be equally long and differ only at their start. */
    void fill(Supplier<byte[]> source) {
        BpfMap map = object.map("frame_map");
        byte[] page = new byte[PAGE_FRAMES * SLOT];
        for (int i = 0; i < frames; i++) {
            byte[] frame = source.get();
            if (frame.length < COPIED || (input.length != 0 && frame.length != input.length)) {
                throw new IllegalArgumentException("frames of a bench must be equally long, and not below " + COPIED);
            }
            if (i == 0) {
                input = frame;
            }
            int slot = i % PAGE_FRAMES;
            System.arraycopy(frame, 0, page, slot * SLOT, COPIED);
            if (slot == PAGE_FRAMES - 1 || i == frames - 1) {
                map.update(key(i / PAGE_FRAMES), page, BpfMap.Update.ANY);
            }
        }
    }

    /**
     * Runs a callable program on prepared packets; the time includes the wrapper's.
     *
     * @param number the program's
     * @param interfaceIndex where the packets seem to come in
     * @param from the first packet; after the last comes the first again
     */
    BpfProgram.TestRun run(int number, int interfaceIndex, int from, int count) {
        setControl(number, from);
        return object.program("bench_wrapper").run(input, interfaceIndex, count);
    }

    /**
     * Attaches the wrapper to an interface, where it gets no packets. The kernel makes a short way of its own to each
     * XDP program that is attached anywhere. For others it makes one for each run, and removes it after it: that takes
     * tens of milliseconds a time, and what the relay keeps for a second is over before the next round.
     */
    XdpLink park(int interfaceIndex) {
        return object.program("bench_wrapper").attach(interfaceIndex, XdpMode.GENERIC);
    }

    /**
     * Sends prepared packets out of an interface of the calling thread's namespace.
     *
     * @param program which makes the prepared packets
     */
    void emit(String program, int interfaceIndex, int from, int count) {
        setControl(0, from);
        object.program(program).emit(input, interfaceIndex, count);
    }

    private void setControl(int number, int from) {
        byte[] control = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(from)
                .putInt(frames)
                .putInt(input.length)
                .putInt(number)
                .array();
        object.map("control_map").update(key(0), control, BpfMap.Update.ANY);
    }

    static byte[] key(int index) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(index)
                .array();
    }

    private static byte[] read() {
        try (InputStream in = BenchObject.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the BPF object " + RESOURCE
                        + " is not in the jar: build it again with mvn package (which compiles bpf/ with clang)");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the jar", e);
        }
    }

    @Override
    public void close() {
        object.close();
    }
}
