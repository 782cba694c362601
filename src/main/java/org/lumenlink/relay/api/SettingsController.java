package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.relay.LiveSettings;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the settings that can be changed while the relay runs. */
@RestController
@RequestMapping(path = "/api/v1/settings", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Settings", description = "What can be changed while the relay runs, until it ends.")
class SettingsController {

    private final LiveSettings settings;

    SettingsController(LiveSettings settings) {
        this.settings = settings;
    }

    @Operation(
            operationId = "getSettings",
            summary = "Read the settings that can be changed",
            responses = @ApiResponse(responseCode = "200", description = "As they are now."))
    @GetMapping
    SettingsResponse get() {
        return SettingsResponse.of(settings);
    }

    @Operation(
            operationId = "putDefaultRateLimit",
            summary = "Change the default rate limit",
            description =
                    "Of users that have no limit of their own. Holds from each one's next packet on, and until the"
                            + " relay ends: put it into lumenlink.relay.default-rate-limit as well if it is to stay.",
            responses = @ApiResponse(responseCode = "200", description = "The settings as they are now."))
    @Refuses(ProblemType.INVALID_VALUE)
    @PutMapping(path = "/default-rate-limit", consumes = MediaType.APPLICATION_JSON_VALUE)
    SettingsResponse putDefaultRateLimit(@RequestBody RateLimitBody body) {
        settings.setDefaultRateLimit(body.toLimit(""));
        return get();
    }

    @Operation(
            operationId = "putLogLevel",
            summary = "Change what the log tells",
            description = "Until the relay ends: put it into RELAY_LOG as well if it is to stay.",
            responses = @ApiResponse(responseCode = "200", description = "The settings as they are now."))
    @Refuses(ProblemType.INVALID_VALUE)
    @PutMapping(path = "/log-level", consumes = MediaType.APPLICATION_JSON_VALUE)
    SettingsResponse putLogLevel(@RequestBody LogLevelRequest body) {
        settings.setLogLevel(body.required());
        return get();
    }
}
