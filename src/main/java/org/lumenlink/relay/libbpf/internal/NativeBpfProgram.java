package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** A program of a loaded object, which owns the file descriptor. */
final class NativeBpfProgram implements BpfProgram {

    /* struct bpf_prog_info of linux/bpf.h starts with __u32 type, id. */
    private static final int INFO_SIZE = 8;
    private static final int INFO_ID = 4;

    private final Handle object;

    private final int fd;

    private final String name;

    NativeBpfProgram(Handle object, int fd, String name) {
        this.object = object;
        this.fd = fd;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int id() {
        return object.useInt(() -> {
            try (Memory info = new Memory(INFO_SIZE)) {
                info.clear();
                int result = LibbpfSymbols.bpf_obj_get_info_by_fd(fd, info, new int[] {INFO_SIZE});
                if (result < 0) {
                    throw Errnos.failure("get the id of BPF program " + name, result);
                }
                return info.getInt(INFO_ID);
            }
        });
    }

    @Override
    public XdpLink attach(int interfaceIndex, XdpMode mode) {
        return object.use(() -> new XdpAttacher(fd, name).attach(interfaceIndex, mode));
    }

    @Override
    public XdpLink attachThroughNetlink(int interfaceIndex, XdpMode mode) {
        return object.use(() -> new XdpAttacher(fd, name).attachThroughNetlink(interfaceIndex, mode));
    }

    @Override
    public XdpLink replaceThroughNetlink(int interfaceIndex, XdpMode mode, int programId) {
        return object.use(() -> new XdpAttacher(fd, name).replaceThroughNetlink(interfaceIndex, mode, programId));
    }

    @Override
    public void pin(Path path) {
        int result = withFd(descriptor -> LibbpfSymbols.bpf_obj_pin(descriptor, path.toString()));
        if (result < 0) {
            throw Errnos.failure("pin BPF program " + name + " at " + path, result);
        }
    }

    static NativeBpfProgram of(BpfProgram program) {
        if (program instanceof NativeBpfProgram own) {
            return own;
        }
        throw new IllegalArgumentException("not a program of this library: " + program.name());
    }

    OwnDescriptor duplicate() {
        return object.use(() -> OwnDescriptor.duplicateOf(fd));
    }

    /** Calls with the file descriptor, which stays open meanwhile. */
    int withFd(IntUnaryOperator call) {
        return object.useInt(() -> call.applyAsInt(fd));
    }

    @Override
    public TestRun run(byte[] packet, int interfaceIndex, int repeat) {
        return object.use(() -> {
            try (ProgramRun run = new ProgramRun(packet, interfaceIndex, repeat)) {
                start(run, packet);
                return run.result();
            }
        });
    }

    @Override
    public void emit(byte[] packet, int interfaceIndex, int count) {
        object.useInt(() -> {
            try (ProgramRun run = new ProgramRun(packet, interfaceIndex, count)) {
                run.makeLive();
                return start(run, packet);
            }
        });
    }

    private int start(ProgramRun run, byte[] packet) {
        int result = LibbpfSymbols.bpf_prog_test_run_opts(fd, run.opts());
        if (result < 0) {
            throw Errnos.failure("run BPF program %s on a packet of %d bytes".formatted(name, packet.length), result);
        }
        return result;
    }

    @Override
    public void putInto(BpfMap programArray, int index) {
        object.useInt(() -> {
            programArray.update(bytes(index), bytes(fd), BpfMap.Update.ANY);
            return 0;
        });
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
