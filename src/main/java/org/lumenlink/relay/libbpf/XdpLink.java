package org.lumenlink.relay.libbpf;

import java.nio.file.Path;

/** An attached XDP program. Closing detaches it, and removes its pin; closing twice is harmless. */
public interface XdpLink extends AutoCloseable {

    int interfaceIndex();

    XdpMode mode();

    /** Tells whether this is a bpf_link, rather than a netlink attachment that the kernel keeps if this process dies. */
    boolean isBpfLink();

    /** Has another program run instead, from one packet to the next: none passes in between. */
    void replace(BpfProgram program);

    /**
     * Makes a bpf_link outlive this process under a path of a BPF file system, instead of the one that it had before.
     *
     * @throws UnsupportedOperationException if this is a netlink attachment
     */
    void pin(Path path);

    /** Lets go of it without detaching: it stays as long as it is pinned, or for good if it is a netlink attachment. */
    void leave();

    @Override
    void close();
}
