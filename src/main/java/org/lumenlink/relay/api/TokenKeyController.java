package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.relay.TokenKeys;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists and rotates the token keys. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Token keys", description = "What tickets are issued and verified under.")
class TokenKeyController {

    private final TokenKeys tokenKeys;

    TokenKeyController(TokenKeys tokenKeys) {
        this.tokenKeys = tokenKeys;
    }

    @Operation(
            operationId = "listTokenKeys",
            summary = "List the token keys",
            description = "Without what is secret of them.",
            responses = @ApiResponse(responseCode = "200", description = "The token keys."))
    @GetMapping("/token-keys")
    TokenKeysResponse list() {
        return TokenKeysResponse.of(tokenKeys.list());
    }

    @Operation(
            operationId = "rotateTokenKeys",
            summary = "Rotate the token keys",
            description = "Stages a new key, under which the kernel verifies tickets when this is answered. After the"
                    + " staging time it becomes active on its own, and the key before it retires: tickets that were"
                    + " issued under that stay good until they expire. Nothing is lost, and nobody has to do anything.",
            responses = @ApiResponse(responseCode = "201", description = "Staged."))
    @Refuses({ProblemType.ROTATION_REFUSED, ProblemType.REGISTRY_FULL})
    @PostMapping("/token-keys:rotate")
    @ResponseStatus(HttpStatus.CREATED)
    TokenKeyResponse rotate() {
        return TokenKeyResponse.of(tokenKeys.rotate());
    }
}
