package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a token should be like, in JSON. */
@Schema(
        name = "TokenRequest",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "What the token should be like. The body may be left out.")
record TokenRequest(
        @Schema(
                description = "How long the token is valid, in seconds.",
                minimum = "1",
                maximum = "604800",
                defaultValue = "3600",
                example = "3600")
        @Nullable Long ttlSeconds) {}
