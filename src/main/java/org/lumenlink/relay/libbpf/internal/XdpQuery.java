package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.util.Optional;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;
import org.lumenlink.relay.libbpf.XdpMode;

/** Asks which XDP program is attached to an interface. */
final class XdpQuery {

    /* struct bpf_xdp_query_opts of bpf/libbpf.h (1.1): size_t sz; __u32 prog_id, drv_prog_id, hw_prog_id, skb_prog_id;
     * __u8 attach_mode, and padding. All but sz are answers. */
    private static final int SIZE = 32;
    private static final int DRIVER_ID = 12;
    private static final int HARDWARE_ID = 16;
    private static final int GENERIC_ID = 20;

    private XdpQuery() {}

    static Optional<AttachedProgram> attached(int interfaceIndex) {
        try (Memory opts = new Memory(SIZE)) {
            opts.clear();
            opts.setLong(0, SIZE);
            int result = LibbpfSymbols.bpf_xdp_query(interfaceIndex, 0, opts);
            if (result < 0) {
                throw Errnos.failure("ask for the XDP program of " + Interfaces.describe(interfaceIndex), result);
            }
            return program(opts.getInt(DRIVER_ID), XdpMode.NATIVE)
                    .or(() -> program(opts.getInt(GENERIC_ID), XdpMode.GENERIC))
                    .or(() -> program(opts.getInt(HARDWARE_ID), XdpMode.OFFLOADED));
        }
    }

    private static Optional<AttachedProgram> program(int id, XdpMode mode) {
        return id == 0 ? Optional.empty() : Optional.of(new AttachedProgram(id, mode));
    }
}
