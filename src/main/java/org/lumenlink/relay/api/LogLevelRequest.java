package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.LiveSettings;

/** The level of the log in JSON. */
@Schema(name = "LogLevelRequest", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record LogLevelRequest(
        @Schema(
                description = "What the log tells.",
                allowableValues = {"error", "warn", "info", "debug", "trace", "off"},
                example = "info",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String level) {

    /** Returns the level, or throws if there is none. */
    String required() {
        if (level == null) {
            throw new InvalidValueException("level", "is required: " + LiveSettings.LEVELS);
        }
        return level;
    }
}
