package org.lumenlink.relay.api;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes IP addresses as text. Never asks a name server. */
final class AddressText {

    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int GROUPS = 8;

    private AddressText() {}

    /** Reads four decimal numbers or an IPv6 address without a zone; nothing else is an address here. */
    static Optional<InetAddress> parse(String text) {
        boolean plausible = text.indexOf(':') < 0
                ? IPV4.matcher(text).matches()
                : IPV6_CHARACTERS.matcher(text).matches();
        if (!plausible) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes an address in its canonical form (RFC 5952). */
    static String format(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : formatIpv6(address.getAddress());
    }

    /** Writes an address that is text already in its canonical form. */
    static String canonical(String address) {
        return parse(address).map(AddressText::format).orElse(address);
    }

    private static String formatIpv6(byte[] octets) {
        int zerosAt = -1;
        int zeros = 1;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && group(octets, end) == 0) {
                end++;
            }
            if (end - start > zeros) {
                zerosAt = start;
                zeros = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosAt) {
                text.append("::");
                i += zeros - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(octets, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] octets, int index) {
        return Byte.toUnsignedInt(octets[2 * index]) << 8 | Byte.toUnsignedInt(octets[2 * index + 1]);
    }
}
