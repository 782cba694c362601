package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Refuses destinations that no user may send to: whoever sends through the relay does so from inside its network, so
 * what only machines there should reach is no destination. Private ranges are: relaying into them is a purpose.
 */
final class DestinationRules {

    private static final String METADATA = "where cloud machines get their configuration and credentials";

    private static final List<Range> REFUSED = List.of(
            new Range("0.0.0.0/32", "the unspecified address"),
            new Range("0.0.0.0/8", "an address of this network (0.0.0.0/8), which leads nowhere"),
            new Range("127.0.0.0/8", "a loopback address (127.0.0.0/8), which is the relay itself"),
            new Range("169.254.0.0/16", "a link-local address (169.254.0.0/16), " + METADATA),
            new Range("100.100.100.200/32", "an address " + METADATA),
            new Range("168.63.129.16/32", "an address " + METADATA),
            new Range("192.0.0.192/32", "an address " + METADATA),
            new Range("224.0.0.0/4", "a multicast address (224.0.0.0/4): one destination is one machine"),
            new Range("255.255.255.255/32", "the broadcast address: one destination is one machine"),
            new Range("240.0.0.0/4", "a reserved address (240.0.0.0/4), which leads nowhere"),
            new Range("::/128", "the unspecified address"),
            new Range("::1/128", "the loopback address, which is the relay itself"),
            new Range("fe80::/10", "a link-local address (fe80::/10), which has no meaning beyond one link"),
            new Range("ff00::/8", "a multicast address (ff00::/8): one destination is one machine"),
            new Range("fd00:ec2::/32", "an address of the range (fd00:ec2::/32) " + METADATA),
            new Range("fd20:ce::254/128", "an address " + METADATA));

    private DestinationRules() {}

    /**
     * Returns why an address is refused, as a sentence that begins with "must not be", or empty if it is not.
     *
     * @param own addresses of the relay
     */
    static Optional<String> refusal(InetAddress address, Collection<InetAddress> own) {
        // From bytes once more: that turns an IPv4-mapped address, which may have kept its 16 bytes, into IPv4.
        byte[] bytes = fromBytes(address.getAddress()).getAddress();
        Optional<String> direct = reason(bytes, own);
        if (direct.isPresent()) {
            return direct.map(reason -> "must not be " + reason);
        }
        for (EmbeddedAddress way : EmbeddedAddress.in(bytes)) {
            byte[] embedded = way.extract(bytes);
            Optional<String> hidden = reason(embedded, own);
            if (hidden.isPresent()) {
                return hidden.map(reason -> "must not be an address that holds %s (%s): that is %s"
                        .formatted(fromBytes(embedded).getHostAddress(), way.name(), reason));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> reason(byte[] address, Collection<InetAddress> own) {
        for (Range range : REFUSED) {
            if (range.prefix.contains(address)) {
                return Optional.of(range.what);
            }
        }
        for (InetAddress each : own) {
            if (Arrays.equals(each.getAddress(), address)) {
                return Optional.of("an address of the relay itself, since packets would go round in a loop");
            }
        }
        return Optional.empty();
    }

    private static InetAddress fromBytes(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    private record Range(Prefix prefix, String what) {
        Range(String cidr, String what) {
            this(Prefix.of(cidr), what);
        }
    }
}
