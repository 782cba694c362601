package org.lumenlink.relay.libbpf.internal;

import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;

/** An attachment that ends with its file descriptor. */
final class BpfXdpLink implements XdpLink {

    private final int interfaceIndex;

    private final XdpMode mode;

    private final Handle handle;

    BpfXdpLink(int fd, int interfaceIndex, XdpMode mode) {
        this.interfaceIndex = interfaceIndex;
        this.mode = mode;
        this.handle = new Handle("XDP link of interface " + interfaceIndex, () -> release(fd));
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
        return true;
    }

    @Override
    public void close() {
        handle.close();
    }

    /** A child process being started may hold a copy of the descriptor for a moment: so detach, then close. */
    private static void release(int fd) {
        LibbpfSymbols.bpf_link_detach(fd);
        LibC.close(fd);
    }
}
