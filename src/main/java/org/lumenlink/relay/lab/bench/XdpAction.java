package org.lumenlink.relay.lab.bench;

/** What an XDP program can return, as {@code enum xdp_action} of linux/bpf.h has it. */
final class XdpAction {

    static final int DROP = 1;
    static final int PASS = 2;
    static final int TX = 3;
    static final int REDIRECT = 4;

    private XdpAction() {}
}
