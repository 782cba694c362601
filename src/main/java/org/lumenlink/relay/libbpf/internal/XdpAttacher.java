package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** Attaches an XDP program to interfaces. */
final class XdpAttacher {

    /** BPF_XDP of enum bpf_attach_type (linux/bpf.h). */
    private static final int BPF_XDP = 37;

    /* struct bpf_link_create_opts of bpf/bpf.h (1.1): size_t sz; __u32 flags; then fields of other kinds of links. */
    private static final int LINK_OPTS_SIZE = 64;
    private static final int LINK_OPTS_FLAGS = 8;

    private final int programFd;

    private final String program;

    XdpAttacher(int programFd, String program) {
        this.programFd = programFd;
        this.program = program;
    }

    XdpLink attach(int interfaceIndex, XdpMode mode) {
        if (!Interfaces.exists(interfaceIndex)) {
            // Links say EINVAL, which could mean anything; netlink says ENODEV.
            throw Errnos.failure(describe(interfaceIndex, mode), Errno.ENODEV);
        }
        int result = createLink(interfaceIndex, mode);
        if (result >= 0) {
            return new BpfXdpLink(result, interfaceIndex, mode, null);
        }
        if (result == -Errno.EINVAL && !KernelRelease.current().isAtLeast(5, 9)) {
            return attachThroughNetlink(interfaceIndex, mode);
        }
        throw Errnos.failure(describe(interfaceIndex, mode), result);
    }

    XdpLink attachThroughNetlink(int interfaceIndex, XdpMode mode) {
        return NetlinkXdpLink.attach(programFd, interfaceIndex, mode, describe(interfaceIndex, mode));
    }

    XdpLink replaceThroughNetlink(int interfaceIndex, XdpMode mode, int programId) {
        int present = LibbpfSymbols.bpf_prog_get_fd_by_id(programId);
        if (present < 0) {
            throw Errnos.failure("open BPF program " + programId, present);
        }
        try (OwnDescriptor old = new OwnDescriptor(present)) {
            return NetlinkXdpLink.replace(old.fd(), programFd, interfaceIndex, mode, describe(interfaceIndex, mode));
        }
    }

    private int createLink(int interfaceIndex, XdpMode mode) {
        try (Memory opts = new Memory(LINK_OPTS_SIZE)) {
            opts.clear();
            opts.setLong(0, LINK_OPTS_SIZE);
            opts.setInt(LINK_OPTS_FLAGS, XdpFlags.of(mode));
            return LibbpfSymbols.bpf_link_create(programFd, interfaceIndex, BPF_XDP, opts);
        }
    }

    private String describe(int interfaceIndex, XdpMode mode) {
        return "attach XDP program %s to %s in %s mode"
                .formatted(program, Interfaces.describe(interfaceIndex), XdpFlags.name(mode));
    }
}
