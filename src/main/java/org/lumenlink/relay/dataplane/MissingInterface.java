package org.lumenlink.relay.dataplane;

/**
 * An interface that is to have the program, and has not.
 *
 * @param interfaceName such as {@code eth0}
 * @param reason why not
 */
public record MissingInterface(String interfaceName, String reason) {}
