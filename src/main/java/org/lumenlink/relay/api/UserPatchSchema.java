package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Describes the body of a merge patch; never made. */
@Schema(
        name = "UserPatch",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "Fields to change; null takes one back to its default.")
record UserPatchSchema(
        @Nullable DestinationPatch destination,
        @Nullable RateLimitPatch rateLimit,
        @Nullable Boolean enabled,
        @Schema(maxLength = 200) @Nullable String label,
        @Schema(minimum = "1", maximum = "16") @Nullable Long maxSessions) {

    /** A part of a destination. */
    @Schema(name = "DestinationPatch", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record DestinationPatch(
            @Schema(example = "203.0.113.7") @Nullable String address,

            @Schema(minimum = "1", maximum = "65535") @Nullable Long port) {}

    /** A part of a limit. */
    @Schema(name = "RateLimitPatch", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record RateLimitPatch(
            @Schema(minimum = "1", maximum = "100000000") @Nullable Long packetsPerSecond,

            @Schema(minimum = "1", maximum = "100000000") @Nullable Long burstPackets,

            @Schema(minimum = "1", maximum = "12500000000") @Nullable Long bytesPerSecond,

            @Schema(minimum = "1", maximum = "4000000000") @Nullable Long burstBytes) {}
}
