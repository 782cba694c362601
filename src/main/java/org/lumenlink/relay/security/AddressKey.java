package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tells client addresses apart, for counting in memory only: {@link #toString} hides it. All addresses of an IPv6 /64 are
 * one, since whoever has one of them has them all.
 */
final class AddressKey {

    private static final int IPV6_LENGTH = 16;
    private static final int PREFIX_LENGTH = 8;

    private final String prefix;

    private AddressKey(String prefix) {
        this.prefix = prefix;
    }

    static AddressKey of(HttpServletRequest request) {
        return of(request.getRemoteAddr());
    }

    static AddressKey of(String literal) {
        try {
            int zone = literal.indexOf('%');
            byte[] address = InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone))
                    .getAddress();
            return new AddressKey(HexFormat.of()
                    .formatHex(address.length == IPV6_LENGTH ? Arrays.copyOf(address, PREFIX_LENGTH) : address));
        } catch (IllegalArgumentException e) {
            // A proxy may be configured to say something else; it is told apart as it is.
            return new AddressKey(literal);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressKey key && key.prefix.equals(prefix);
    }

    @Override
    public int hashCode() {
        return prefix.hashCode();
    }

    @Override
    public String toString() {
        return "AddressKey[hidden]";
    }
}
