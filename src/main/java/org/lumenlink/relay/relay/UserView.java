package org.lumenlink.relay.relay;

import java.time.Instant;

/**
 * A registered user.
 *
 * @param userId 1 to 4294967295
 * @param spec what the operator said
 * @param effectiveLimit the limit that holds: the user's own or the default
 * @param effectiveMaxSessions likewise
 * @param version rises with every change; the ETag
 * @param createdAt when the user was registered
 * @param updatedAt when it last changed
 */
public record UserView(
        long userId,
        UserSpec spec,
        Limit effectiveLimit,
        int effectiveMaxSessions,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
