package org.lumenlink.relay.lab;

import java.net.StandardProtocolFamily;

/** The two families of addresses. */
enum Family {
    IPV4("IPv4", StandardProtocolFamily.INET),
    IPV6("IPv6", StandardProtocolFamily.INET6);

    private final String label;
    private final StandardProtocolFamily protocol;

    Family(String label, StandardProtocolFamily protocol) {
        this.label = label;
        this.protocol = protocol;
    }

    StandardProtocolFamily protocol() {
        return protocol;
    }

    @Override
    public String toString() {
        return label;
    }
}
