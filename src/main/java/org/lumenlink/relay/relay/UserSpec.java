package org.lumenlink.relay.relay;

import org.jspecify.annotations.Nullable;

/**
 * What an operator says of a user.
 *
 * @param destination where the user's packets go
 * @param rateLimit the user's own limit, or null for the relay's default
 * @param enabled false drops every packet of the user
 * @param label free text of at most 200 characters for finding users, or null
 * @param maxSessions how many sessions the user may have at a time, 1 to 16, or null for the relay's default
 */
public record UserSpec(
        Destination destination,
        @Nullable Limit rateLimit,
        boolean enabled,
        @Nullable String label,
        @Nullable Integer maxSessions) {}
