package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Destination;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;
import org.lumenlink.relay.relay.Limit;
import org.lumenlink.relay.relay.UserSpec;

/** What an operator says of a user, in JSON. A field that is null counts as left out. */
@Schema(
        name = "UserRequest",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "What is said of a user. A field that is null counts as left out.")
record UserRequest(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable DestinationBody destination,

        @Schema(description = "Left out: the relay's default limit.") @Nullable RateLimitBody rateLimit,

        @Schema(description = "false drops every packet of the user.", defaultValue = "true") @Nullable Boolean enabled,

        @Schema(description = "Free text for finding users.", maxLength = 200, example = "berlin-3") @Nullable String label,

        @Schema(
                description = "How many sessions the user may have at a time. Left out: the relay's default.",
                minimum = "1",
                maximum = "16")
        @Nullable Long maxSessions) {

    static UserRequest of(UserSpec spec) {
        Limit limit = spec.rateLimit();
        Integer sessions = spec.maxSessions();
        return new UserRequest(
                DestinationBody.of(spec.destination()),
                limit == null ? null : RateLimitBody.of(limit),
                spec.enabled(),
                spec.label(),
                sessions == null ? null : sessions.longValue());
    }

    /**
     * Returns what was said, with defaults filled in.
     *
     * @throws InvalidValueException with every field that is missing or is no address or port
     */
    UserSpec toSpec() {
        List<FieldError> errors = new ArrayList<>();
        Optional<Destination> wanted = Optional.empty();
        if (destination == null) {
            errors.add(new FieldError(
                    "destination", "is required, such as {\"address\": \"203.0.113.7\", \"port\": 51820}"));
        } else {
            wanted = destination.toDestination(errors);
        }
        Limit limit = null;
        try {
            limit = rateLimit == null ? null : rateLimit.toLimit("rateLimit");
        } catch (InvalidValueException e) {
            errors.addAll(e.errors());
        }
        if (wanted.isEmpty() || !errors.isEmpty()) {
            throw new InvalidValueException(errors);
        }
        // A number beyond an int is as much out of range as the largest int, and refused with it.
        Integer sessions = maxSessions == null ? null : Math.clamp(maxSessions, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new UserSpec(wanted.get(), limit, enabled == null || enabled, label, sessions);
    }
}
