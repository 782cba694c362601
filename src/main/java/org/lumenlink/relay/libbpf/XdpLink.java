package org.lumenlink.relay.libbpf;

/** An attached XDP program. Closing detaches it; closing twice is harmless. */
public interface XdpLink extends AutoCloseable {

    int interfaceIndex();

    XdpMode mode();

    /** Tells whether this is a bpf_link, rather than a netlink attachment that the kernel keeps if this process dies. */
    boolean isBpfLink();

    @Override
    void close();
}
