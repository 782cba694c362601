package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;

/** Input and output of BPF_PROG_TEST_RUN on a packet. */
final class ProgramRun implements AutoCloseable {

    /* struct bpf_test_run_opts of bpf/bpf.h (1.1): size_t sz; const void *data_in; void *data_out; __u32 data_size_in,
     * data_size_out; const void *ctx_in; void *ctx_out; __u32 ctx_size_in, ctx_size_out, retval; int repeat; __u32
     * duration, flags, cpu, batch_size. */
    private static final int OPTS_SIZE = 80;
    private static final int DATA_IN = 8;
    private static final int DATA_OUT = 16;
    private static final int DATA_SIZE_IN = 24;
    private static final int DATA_SIZE_OUT = 28;
    private static final int CONTEXT_IN = 32;
    private static final int CONTEXT_SIZE_IN = 48;
    private static final int RETURN_VALUE = 56;
    private static final int REPEAT = 60;
    private static final int DURATION = 64;
    private static final int FLAGS = 68;

    /** BPF_F_TEST_XDP_LIVE_FRAMES of linux/bpf.h. */
    private static final int LIVE_FRAMES = 2;

    /* struct xdp_md of linux/bpf.h: __u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex. */
    private static final int CONTEXT_SIZE = 24;
    private static final int CONTEXT_DATA_END = 4;
    private static final int CONTEXT_INGRESS_IFINDEX = 12;

    /** A program can grow a packet at both ends, by less than the page that the kernel runs it in. */
    private static final int GROWTH = 4096;

    private final Memory opts = new Memory(OPTS_SIZE);

    private final Memory context = new Memory(CONTEXT_SIZE);

    private final Memory input;

    private final Memory output;

    ProgramRun(byte[] packet, int interfaceIndex, int repeat) {
        if (packet.length == 0) {
            throw new IllegalArgumentException("packet must not be empty");
        }
        input = new Memory(packet.length);
        input.write(0, packet, 0, packet.length);
        output = new Memory((long) packet.length + GROWTH);
        opts.clear();
        opts.setLong(0, OPTS_SIZE);
        opts.setPointer(DATA_IN, input);
        opts.setPointer(DATA_OUT, output);
        opts.setInt(DATA_SIZE_IN, packet.length);
        opts.setInt(DATA_SIZE_OUT, (int) output.size());
        opts.setInt(REPEAT, repeat);
        if (interfaceIndex != 0) {
            // Kernels before 5.15 refuse any context for an XDP program: leave it out unless it says something.
            context.clear();
            context.setInt(CONTEXT_DATA_END, packet.length);
            context.setInt(CONTEXT_INGRESS_IFINDEX, interfaceIndex);
            opts.setPointer(CONTEXT_IN, context);
            opts.setInt(CONTEXT_SIZE_IN, CONTEXT_SIZE);
        }
    }

    /** Has the packets go where the program says; the kernel returns none of them. */
    void makeLive() {
        opts.setInt(FLAGS, LIVE_FRAMES);
        opts.setPointer(DATA_OUT, null);
        opts.setInt(DATA_SIZE_OUT, 0);
    }

    Pointer opts() {
        return opts;
    }

    TestRun result() {
        return new TestRun(
                opts.getInt(RETURN_VALUE), output.getByteArray(0, opts.getInt(DATA_SIZE_OUT)), opts.getInt(DURATION));
    }

    @Override
    public void close() {
        opts.close();
        context.close();
        input.close();
        output.close();
    }
}
