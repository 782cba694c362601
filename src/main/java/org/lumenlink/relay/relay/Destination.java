package org.lumenlink.relay.relay;

import java.net.InetAddress;

/**
 * Where a user's packets go.
 *
 * @param address IPv4 or IPv6 address, never a name
 * @param port UDP port, 1 to 65535
 */
public record Destination(InetAddress address, int port) {}
