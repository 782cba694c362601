package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.UserView;

/** A user in JSON. */
@Schema(name = "User", description = "A registered user.")
record UserResponse(
        @Schema(minimum = "1", maximum = "4294967295", example = "42")
        long userId,

        DestinationBody destination,

        @Schema(description = "The limit that holds.") RateLimitBody rateLimit,

        @Schema(description = "Whether that is the relay's default.")
        boolean rateLimitIsDefault,

        @Schema(description = "false: every packet of the user is dropped.")
        boolean enabled,

        @Schema(example = "berlin-3") @Nullable String label,

        @Schema(description = "How many sessions the user may have at a time.", example = "4")
        int maxSessions,

        Instant createdAt,
        Instant updatedAt) {

    static UserResponse of(UserView user) {
        return new UserResponse(
                user.userId(),
                DestinationBody.of(user.spec().destination()),
                RateLimitBody.of(user.effectiveLimit()),
                user.spec().rateLimit() == null,
                user.spec().enabled(),
                user.spec().label(),
                user.effectiveMaxSessions(),
                user.createdAt(),
                user.updatedAt());
    }
}
