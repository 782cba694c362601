package org.lumenlink.relay.registry;

import java.net.InetAddress;
import java.time.Instant;

/**
 * A network on the deny list as the store keeps it.
 *
 * @param address its first address
 * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
 * @param createdAt whole milliseconds
 */
public record DeniedNetwork(InetAddress address, int prefixLength, Instant createdAt) {}
