package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.ApiKeys.ApiKey;

/** An API key in JSON, without its characters. */
@Schema(name = "ApiKey", description = "An API key, without its characters: only a hash of them is kept.")
record ApiKeyResponse(
        @Schema(description = "Never given to another key.", example = "3")
        long id,

        @Schema(example = "grafana") String name,

        @Schema(
                allowableValues = {"admin", "operator", "issuer", "viewer"},
                example = "viewer")
        String role,

        Instant createdAt,

        @Schema(description = "The last day, in UTC, that it was used on; null if it never was.") @Nullable LocalDate lastUsedOn,

        @Schema(description = "When it stops being valid; null for never.") @Nullable Instant expiresAt) {

    static ApiKeyResponse of(ApiKey key) {
        return new ApiKeyResponse(
                key.id(), key.name(), key.role().label(), key.createdAt(), key.lastUsedOn(), key.expiresAt());
    }
}
