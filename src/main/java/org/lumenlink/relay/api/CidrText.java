package org.lumenlink.relay.api;

import java.util.regex.Pattern;
import org.lumenlink.relay.relay.Cidr;

/** Reads and writes networks as {@code address/prefix length}. */
final class CidrText {

    private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    private CidrText() {}

    /**
     * Reads a network.
     *
     * @throws MalformedRequestException if one of the two is not what it must be
     * @throws org.lumenlink.relay.relay.InvalidValueException if they are, but make no network
     */
    static Cidr parse(String address, String prefixLength) {
        if (!PREFIX_LENGTH.matcher(prefixLength).matches()) {
            throw new MalformedRequestException("cidr", "must have a whole number after its slash, such as 24");
        }
        return new Cidr(
                AddressText.parse(address)
                        .orElseThrow(() -> new MalformedRequestException(
                                "cidr", "must be a network such as 203.0.113.0/24 or 2001:db8::/32")),
                Integer.parseInt(prefixLength));
    }

    static String format(Cidr cidr) {
        return AddressText.format(cidr.address()) + "/" + cidr.prefixLength();
    }
}
