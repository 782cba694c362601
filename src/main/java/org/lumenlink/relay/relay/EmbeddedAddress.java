package org.lumenlink.relay.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A way to write an IPv4 address inside an IPv6 address: some gateway or tunnel may take packets to the former.
 *
 * @param range the IPv6 addresses that have one
 * @param offset of its 4 bytes
 * @param inverted whether its bits are inverted
 * @param name of the way
 */
record EmbeddedAddress(Prefix range, int offset, boolean inverted, String name) {

    private static final List<EmbeddedAddress> WAYS = List.of(
            new EmbeddedAddress(Prefix.of("::/96"), 12, false, "IPv4-compatible"),
            new EmbeddedAddress(Prefix.of("::ffff:0:0:0/96"), 12, false, "IPv4-translated"),
            new EmbeddedAddress(Prefix.of("64:ff9b::/96"), 12, false, "NAT64"),
            new EmbeddedAddress(Prefix.of("64:ff9b:1::/48"), 12, false, "local NAT64"),
            new EmbeddedAddress(Prefix.of("2002::/16"), 2, false, "6to4"),
            new EmbeddedAddress(Prefix.of("2001::/32"), 4, false, "Teredo server"),
            new EmbeddedAddress(Prefix.of("2001::/32"), 12, true, "Teredo client"));

    private static final int IPV4_LENGTH = 4;

    /** Returns the ways that apply to an address; none for IPv4. */
    static List<EmbeddedAddress> in(byte[] address) {
        List<EmbeddedAddress> found = new ArrayList<>();
        for (EmbeddedAddress way : WAYS) {
            if (way.range.contains(address)) {
                found.add(way);
            }
        }
        return found;
    }

    /** Returns the 4 bytes that are embedded in an address of the range. */
    byte[] extract(byte[] address) {
        byte[] embedded = Arrays.copyOfRange(address, offset, offset + IPV4_LENGTH);
        if (inverted) {
            for (int i = 0; i < embedded.length; i++) {
                embedded[i] = (byte) ~embedded[i];
            }
        }
        return embedded;
    }
}
