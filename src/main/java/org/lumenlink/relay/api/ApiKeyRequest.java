package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;
import org.lumenlink.relay.security.ApiKeys;
import org.lumenlink.relay.security.Role;

/** What an API key should be like, in JSON. */
@Schema(
        name = "ApiKeyRequest",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "What the key should be like.")
record ApiKeyRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "Who has it, for lists and the audit log.",
                pattern = ApiKeys.NAME_FORM,
                example = "grafana")
        @Nullable String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {"admin", "operator", "issuer", "viewer"},
                example = "viewer")
        @Nullable String role,

        @Schema(
                description = "When it stops being valid. Left out: never.",
                format = "date-time",
                example = "2027-01-01T00:00:00Z")
        @Nullable String expiresAt) {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** A request of which nothing is wrong. */
    record Checked(String name, Role role, @Nullable Instant expiresAt) {}

    /**
     * Returns what was asked for.
     *
     * @throws InvalidValueException with every field that is missing or wrong
     */
    Checked check(Clock clock) {
        List<FieldError> errors = new ArrayList<>();
        if (name == null || !name.matches(ApiKeys.NAME_FORM)) {
            errors.add(new FieldError("name", "is required: 1 to 64 of the characters A-Z a-z 0-9 . _ @ -"));
        }
        Optional<Role> known = role == null ? Optional.empty() : Role.named(role);
        if (known.isEmpty()) {
            errors.add(new FieldError(
                    "role",
                    "must be one of "
                            + Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "))));
        }
        Optional<Instant> expiry = expiresAt == null ? Optional.empty() : time(expiresAt);
        if (expiresAt != null
                && expiry.filter(time -> time.isAfter(clock.instant()) && !time.isAfter(LATEST))
                        .isEmpty()) {
            errors.add(new FieldError("expiresAt", "must be a time in the future, such as 2027-01-01T00:00:00Z"));
        }
        if (name == null || known.isEmpty() || !errors.isEmpty()) {
            throw new InvalidValueException(errors);
        }
        return new Checked(name, known.get(), expiry.orElse(null));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
