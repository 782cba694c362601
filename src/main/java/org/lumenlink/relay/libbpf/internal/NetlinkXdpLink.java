package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** An attachment that stays until it is undone; it holds the program, so as to undo nobody else's. */
final class NetlinkXdpLink implements XdpLink {

    /* struct bpf_xdp_attach_opts of bpf/libbpf.h (1.1): size_t sz; int old_prog_fd, and padding. */
    private static final int OPTS_SIZE = 16;
    private static final int OPTS_OLD_PROGRAM = 8;

    /** In place of no program: what libbpf takes for none. */
    private static final int NONE = 0;

    private final NamespaceFile namespace;

    private final int interfaceIndex;

    private final XdpMode mode;

    private final Handle handle;

    private volatile OwnDescriptor program;

    private volatile boolean stays;

    private NetlinkXdpLink(OwnDescriptor program, NamespaceFile namespace, int interfaceIndex, XdpMode mode) {
        this.program = program;
        this.namespace = namespace;
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        this.handle = new Handle("XDP attachment of interface " + interfaceIndex, this::release);
    }

    /**
     * Attaches, in the calling thread's namespace.
     *
     * @param what names the attempt in exceptions
     */
    static NetlinkXdpLink attach(int programFd, int interfaceIndex, XdpMode mode, String what) {
        return make(programFd, interfaceIndex, mode, program -> attach(NONE, program.fd(), interfaceIndex, mode, what));
    }

    /** As {@link #attach}, in place of a program that is attached. */
    static NetlinkXdpLink replace(int oldFd, int programFd, int interfaceIndex, XdpMode mode, String what) {
        return make(
                programFd, interfaceIndex, mode, program -> attach(oldFd, program.fd(), interfaceIndex, mode, what));
    }

    private static NetlinkXdpLink make(
            int programFd, int interfaceIndex, XdpMode mode, Consumer<OwnDescriptor> attachment) {
        OwnDescriptor program = OwnDescriptor.duplicateOf(programFd);
        try {
            NamespaceFile namespace = NamespaceFile.ofCallingThread();
            try {
                attachment.accept(program);
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
    public void replace(BpfProgram next) {
        handle.useInt(() -> {
            OwnDescriptor old = program;
            OwnDescriptor own = NativeBpfProgram.of(next).duplicate();
            try {
                String what = "replace the XDP program of " + Interfaces.describe(interfaceIndex);
                namespace.run(() -> attach(old.fd(), own.fd(), interfaceIndex, mode, what));
            } catch (RuntimeException e) {
                own.close();
                throw e;
            }
            program = own;
            old.close();
            return 0;
        });
    }

    @Override
    public void pin(Path path) {
        throw new UnsupportedOperationException("a netlink attachment cannot be pinned: it stays without");
    }

    @Override
    public void leave() {
        stays = true;
        handle.close();
    }

    @Override
    public void close() {
        handle.close();
    }

    private void release() {
        try (OwnDescriptor own = program;
                namespace) {
            if (!stays) {
                namespace.run(() -> detach(own.fd(), interfaceIndex, mode));
            }
        }
    }

    private static void attach(int oldFd, int programFd, int interfaceIndex, XdpMode mode, String what) {
        try (PrintLog log = PrintLog.start();
                Memory opts = replacing(oldFd)) {
            int flags = XdpFlags.of(mode) | (oldFd == NONE ? XdpFlags.UPDATE_IF_NOEXIST : 0);
            int result = LibbpfSymbols.bpf_xdp_attach(interfaceIndex, programFd, flags, opts);
            if (result < 0) {
                String text = log.text();
                throw Errnos.failure(what + " through netlink" + (text.isEmpty() ? "" : " (" + text + ")"), result);
            }
        }
    }

    private static Memory replacing(int oldFd) {
        Memory opts = new Memory(OPTS_SIZE);
        opts.clear();
        opts.setLong(0, OPTS_SIZE);
        opts.setInt(OPTS_OLD_PROGRAM, oldFd);
        return opts;
    }

    private static void detach(int programFd, int interfaceIndex, XdpMode mode) {
        try (Memory opts = replacing(programFd)) {
            int result = LibbpfSymbols.bpf_xdp_detach(interfaceIndex, XdpFlags.of(mode), opts);
            // The interface is gone, or somebody else has replaced the program: nothing of ours is left.
            if (result < 0 && result != -Errno.ENODEV && result != -Errno.EEXIST) {
                throw Errnos.failure("detach the XDP program from interface " + interfaceIndex, result);
            }
        }
    }
}
