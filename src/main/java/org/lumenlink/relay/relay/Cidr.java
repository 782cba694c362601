package org.lumenlink.relay.relay;

import java.net.InetAddress;
import org.lumenlink.relay.dataplane.Network;

/**
 * An IPv4 or IPv6 network. A network is not made of an address inside of it, since whoever mistypes a prefix length
 * should not deny more than was meant.
 *
 * @param address its first address
 * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(InetAddress address, int prefixLength) {

    /** Throws {@link InvalidValueException} if the two make no network. */
    public Cidr {
        try {
            new Network(address, prefixLength);
        } catch (IllegalArgumentException e) {
            InvalidValueException invalid = new InvalidValueException("cidr", "is no network: " + e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }

    Network network() {
        return new Network(address, prefixLength);
    }
}
