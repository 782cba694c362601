package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.security.Callers;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers who they are. */
@RestController
@RequestMapping(path = "/api/v1/me", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "API keys")
class MeController {

    private final Callers callers;

    MeController(Callers callers) {
        this.callers = callers;
    }

    @Operation(
            operationId = "getMe",
            summary = "Read who you are, and what you may do",
            description = "For every role.",
            responses = @ApiResponse(responseCode = "200", description = "Whom the relay takes the caller for."))
    @GetMapping
    MeResponse me() {
        return MeResponse.of(callers.current());
    }
}
