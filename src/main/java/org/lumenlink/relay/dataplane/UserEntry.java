package org.lumenlink.relay.dataplane;

import java.net.InetSocketAddress;

/**
 * A value of {@code user_map}.
 *
 * @param destination where the user's packets go; a resolved address
 * @param generation the ticket generation that is admitted, 0 to 65535
 * @param enabled false drops every packet of the user
 * @param maxSessions sessions at a time, 1 to {@value #MAX_SESSIONS}
 */
public record UserEntry(InetSocketAddress destination, int generation, boolean enabled, int maxSessions) {

    /** The most sessions that a user may have. */
    public static final int MAX_SESSIONS = 16;
}
