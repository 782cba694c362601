package org.lumenlink.relay.libbpf;

/** How an XDP program is attached. */
public enum XdpMode {
    /** In the driver, before a socket buffer is made. */
    NATIVE,
    /** In the kernel's generic receive path: works with every driver, at about half the speed. */
    GENERIC,
    /** In the network card. */
    OFFLOADED
}
