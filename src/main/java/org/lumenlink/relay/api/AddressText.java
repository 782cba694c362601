package org.lumenlink.relay.api;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes IP addresses as text. Never asks a name server. */
final class AddressText {

    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final int GROUPS = 8;
    private static final int OCTETS = 4;
    private static final int MAX_OCTET = 255;
    private static final int NO_DIGIT = -1;

    private AddressText() {}

    /** Reads four decimal numbers or an IPv6 address without a zone; nothing else is an address here. */
    static Optional<InetAddress> parse(String text) {
        if (text.indexOf(':') < 0) {
            return parseIpv4(text);
        }
        if (!IPV6_CHARACTERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Reads four decimal numbers without leading zeros; others take the rest for octal. By hand: bulks are full of them. */
    private static Optional<InetAddress> parseIpv4(String text) {
        byte[] octets = new byte[OCTETS];
        int octet = 0;
        int value = NO_DIGIT;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next >= '0' && next <= '9' && value != 0) {
                value = Math.max(value, 0) * 10 + next - '0';
            } else if (next == '.' && value != NO_DIGIT && octet < OCTETS - 1) {
                octets[octet++] = (byte) value;
                value = NO_DIGIT;
            } else {
                return Optional.empty();
            }
            if (value > MAX_OCTET) {
                return Optional.empty();
            }
        }
        if (octet < OCTETS - 1 || value == NO_DIGIT) {
            return Optional.empty();
        }
        octets[octet] = (byte) value;
        return Optional.of(fromBytes(octets));
    }

    private static InetAddress fromBytes(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IPv4 address has 4 bytes", e);
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
