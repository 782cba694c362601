package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.BulkUsers.Entry;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;

/** A line of a bulk: a user id, and what {@link UserRequest} says of a user. */
@Schema(
        name = "BulkLine",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "A user: its id, and the fields of a UserRequest.")
record BulkLine(
        @Schema(minimum = "1", maximum = "4294967295", example = "42", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable Long userId,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable DestinationBody destination,

        @Nullable RateLimitBody rateLimit,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(maxLength = 200, example = "berlin-3") @Nullable String label,

        @Schema(minimum = "1", maximum = "16") @Nullable Long maxSessions) {

    /**
     * Returns what was said, with defaults filled in.
     *
     * @throws InvalidValueException with every field that is missing or is no address or port
     */
    Entry toEntry() {
        UserRequest user = new UserRequest(destination, rateLimit, enabled, label, maxSessions);
        if (userId != null) {
            return new Entry(userId, user.toSpec());
        }
        List<FieldError> errors = new ArrayList<>();
        errors.add(new FieldError("userId", "is required: a whole number between 1 and " + UserId.MAX));
        try {
            user.toSpec();
        } catch (InvalidValueException e) {
            errors.addAll(e.errors());
        }
        throw new InvalidValueException(errors);
    }
}
