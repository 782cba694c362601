package org.lumenlink.relay.dataplane;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An IPv4 or IPv6 network.
 *
 * @param address its first address: all bits after the prefix are zero
 * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(InetAddress address, int prefixLength) {

    public Network {
        byte[] bytes = address.getAddress();
        int bits = bytes.length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " must be between 0 and " + bits
                    + " for an address of its family");
        }
        for (int bit = prefixLength; bit < bits; bit++) {
            if ((bytes[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                throw new IllegalArgumentException("all bits after the prefix of " + prefixLength + " must be zero");
            }
        }
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }
}
