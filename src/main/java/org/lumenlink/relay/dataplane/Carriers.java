package org.lumenlink.relay.dataplane;

/** Says where clients may put the relay header: the {@code CARRIER_} bits of {@code bpf/relay_abi.h}. */
public enum Carriers {
    /** At the start of the UDP payload. */
    UDP(1),
    /** In an IPv4 option or an IPv6 destination option, for controlled networks: the public internet drops these. */
    IP_OPTION(2),
    /** Either; a packet with the option is read by its option. */
    BOTH(3);

    private final int bits;

    Carriers(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
