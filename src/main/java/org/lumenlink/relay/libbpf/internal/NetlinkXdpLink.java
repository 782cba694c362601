package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
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

    private NetlinkXdpLink(OwnDescriptor program, NamespaceFile namespace, int interfaceIndex, XdpMode mode) {
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        this.handle = new Handle("XDP attachment of interface " + interfaceIndex, () -> {
            try (program;
                    namespace) {
                namespace.run(() -> detach(program.fd(), interfaceIndex, mode));
            }
        });
    }

    /**
     * Attaches, in the calling thread's namespace.
     *
     * @param what names the attempt in exceptions
     */
    static NetlinkXdpLink attach(int programFd, int interfaceIndex, XdpMode mode, String what) {
        OwnDescriptor program = OwnDescriptor.duplicateOf(programFd);
        try {
            NamespaceFile namespace = NamespaceFile.ofCallingThread();
            try {
                attach(program, interfaceIndex, mode, what);
                return new NetlinkXdpLink(program, namespace, interfaceIndex, mode);
            } catch (RuntimeException e) {
                namespace.close();
                throw e;
            }
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
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

    private static void attach(OwnDescriptor program, int interfaceIndex, XdpMode mode, String what) {
        try (PrintLog log = PrintLog.start()) {
            int flags = XdpFlags.of(mode) | XdpFlags.UPDATE_IF_NOEXIST;
            int result = LibbpfSymbols.bpf_xdp_attach(interfaceIndex, program.fd(), flags, null);
            if (result < 0) {
                String text = log.text();
                throw Errnos.failure(what + " through netlink" + (text.isEmpty() ? "" : " (" + text + ")"), result);
            }
        }
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
