package org.lumenlink.relay.relay;

import java.net.InetAddress;

/** A range of addresses that share their first bits, such as {@code fe80::/10}. */
final class Prefix {

    private final byte[] network;
    private final int length;

    private Prefix(byte[] network, int length) {
        this.network = network;
        this.length = length;
    }

    /** Parses {@code address/length}. */
    static Prefix of(String cidr) {
        int slash = cidr.indexOf('/');
        return new Prefix(
                InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress(),
                Integer.parseInt(cidr.substring(slash + 1)));
    }

    /** Tells whether an address of 4 or 16 bytes is in the range. */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = length / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = length % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }
}
