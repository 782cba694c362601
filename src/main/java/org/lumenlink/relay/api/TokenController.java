package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Tokens;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Issues tokens. */
@RestController
@Tag(name = "Tokens", description = "What clients need to send packets.")
class TokenController {

    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    @Operation(
            operationId = "issueToken",
            summary = "Issue a token",
            description = "The answer is secret, is not kept by the relay, and cannot be had a second time.",
            responses = @ApiResponse(responseCode = "201", description = "Issued."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.USER_DISABLED, ProblemType.INVALID_VALUE, ProblemType.RELAY_DRAINING})
    @PostMapping(
            path = UserController.PATH + "/tokens",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<TokenResponse> issue(
            @PathVariable UserId userId, @RequestBody(required = false) @Nullable TokenRequest body) {
        Long seconds = body == null ? null : body.ttlSeconds();
        Duration ttl = seconds == null ? null : Duration.ofSeconds(seconds);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(TokenResponse.of(tokens.issue(userId.value(), ttl)));
    }
}
