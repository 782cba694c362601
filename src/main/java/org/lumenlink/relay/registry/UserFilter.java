package org.lumenlink.relay.registry;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which users to list.
 *
 * @param destination only users with this destination address, or null
 * @param label only users with exactly this label, or null
 */
public record UserFilter(
        @Nullable InetAddress destination, @Nullable String label) {

    /** Every user. */
    public static final UserFilter ALL = new UserFilter(null, null);
}
