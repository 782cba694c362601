package org.lumenlink.relay.client;

import java.net.InetSocketAddress;

/** Reads {@code HOST:PORT}, where an IPv6 address stands in brackets. */
final class Endpoint {

    private static final int MAX_PORT = 65_535;

    private Endpoint() {}

    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw malformed(text);
        }
        if (host.isEmpty()) {
            throw malformed(text);
        }
        InetSocketAddress endpoint = new InetSocketAddress(host, port(text, text.substring(colon + 1)));
        if (endpoint.isUnresolved()) {
            throw new IllegalArgumentException("the host %s has no address".formatted(host));
        }
        return endpoint;
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
        throw new IllegalArgumentException("the port in %s must be 1 to %d".formatted(text, MAX_PORT));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "%s is not HOST:PORT: write 192.0.2.1:443, relay.example:443 or [2001:db8::1]:443".formatted(text));
    }
}
