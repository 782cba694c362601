package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** An attachment that stays until it is undone; it holds the program, so as to undo nobody else's. */
final class NetlinkXdpLink implements XdpLink {

    /* struct bpf_xdp_attach_opts of bpf/libbpf.h (1.1): size_t sz; int old_prog_fd, and padding. */
    private static final int OPTS_SIZE = 16;
    private static final int OPTS_OLD_PROGRAM = 8;

    private final int interfaceIndex;

    private final XdpMode mode;

    private final Handle handle;

    private NetlinkXdpLink(int ownProgramFd, NamespaceFile namespace, int interfaceIndex, XdpMode mode) {
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        this.handle = new Handle("XDP attachment of interface " + interfaceIndex, () -> {
            try (namespace) {
                namespace.run(() -> detach(ownProgramFd, interfaceIndex, mode));
            } finally {
                LibC.close(ownProgramFd);
            }
        });
    }

    static NetlinkXdpLink attached(int programFd, int interfaceIndex, XdpMode mode) {
        int ownFd = LibC.fcntl(programFd, LibC.F_DUPFD_CLOEXEC, 0);
        int errno = Native.getLastError();
        if (ownFd < 0) {
            detach(programFd, interfaceIndex, mode);
            throw Errnos.failure("duplicate the descriptor of an XDP program", errno);
        }
        return new NetlinkXdpLink(ownFd, NamespaceFile.ofCallingThread(), interfaceIndex, mode);
    }

    @Override
    public int interfaceIndex() {
        return interfaceIndex;
    }

    @Override
    public XdpMode mode() {
        return mode;
    }

    @Override
    public boolean isBpfLink() {
        return false;
    }

    @Override
    public void close() {
        handle.close();
    }

    private static void detach(int programFd, int interfaceIndex, XdpMode mode) {
        try (Memory opts = new Memory(OPTS_SIZE)) {
            opts.clear();
            opts.setLong(0, OPTS_SIZE);
            opts.setInt(OPTS_OLD_PROGRAM, programFd);
            int result = LibbpfSymbols.bpf_xdp_detach(interfaceIndex, XdpFlags.of(mode), opts);
            // The interface is gone, or somebody else has replaced the program: nothing of ours is left.
            if (result < 0 && result != -Errno.ENODEV && result != -Errno.EEXIST) {
                throw Errnos.failure("detach the XDP program from interface " + interfaceIndex, result);
            }
        }
    }
}
