package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.lumenlink.relay.relay.LiveSettings;

/** The settings that can be changed while the relay runs, in JSON. */
@Schema(name = "Settings")
record SettingsResponse(
        @Schema(description = "Of users that have no limit of their own.")
        RateLimitBody defaultRateLimit,

        @Schema(description = "What the log tells.", example = "info")
        String logLevel) {

    static SettingsResponse of(LiveSettings settings) {
        return new SettingsResponse(RateLimitBody.of(settings.defaultRateLimit()), settings.logLevel());
    }
}
