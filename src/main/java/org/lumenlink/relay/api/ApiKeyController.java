package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.ApiKeys;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, lists and revokes API keys. */
@RestController
@RequestMapping(path = "/api/v1/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "API keys", description = "Who may use this API.")
class ApiKeyController {

    private static final List<String> PARAMETERS = List.of("cursor", "limit");
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    private final ApiKeys keys;
    private final Clock clock;

    ApiKeyController(ApiKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Operation(
            operationId = "createApiKey",
            summary = "Make an API key",
            description =
                    "The answer has the key, which the relay keeps a hash of only: it cannot be had a second time.",
            responses = @ApiResponse(responseCode = "201", description = "Made."))
    @Refuses({ProblemType.INVALID_VALUE, ProblemType.REGISTRY_FULL})
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CreatedApiKeyResponse> create(@RequestBody ApiKeyRequest body) {
        ApiKeyRequest.Checked wanted = body.check(clock);
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(CreatedApiKeyResponse.of(keys.create(wanted.name(), wanted.role(), wanted.expiresAt())));
    }

    @Operation(
            operationId = "listApiKeys",
            summary = "List the API keys",
            description = "In the order of their ids.",
            responses = @ApiResponse(responseCode = "200", description = "A page of keys."))
    @GetMapping
    ApiKeyPageResponse list(
            @Parameter(description = "nextCursor of the page before.") @RequestParam(required = false) @Nullable String cursor,
            @Parameter(
                            description = "At most this many.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "100")
                    String limit,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        ListParameters.check(all, PARAMETERS);
        return ApiKeyPageResponse.of(keys.list(cursor == null ? 0 : Cursor.parse(cursor), ListParameters.limit(limit)));
    }

    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke an API key",
            description = "It is refused from the next request on. The last one of role admin cannot be revoked.",
            responses = @ApiResponse(responseCode = "204", description = "Revoked."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.LAST_ADMIN_KEY, ProblemType.REGISTRY_FULL})
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            @Parameter(schema = @Schema(type = "integer", format = "int64", minimum = "1"), example = "3") @PathVariable
                    String id) {
        if (!ID.matcher(id).matches()) {
            throw new MalformedRequestException("id", "must be the id of an API key, a whole number");
        }
        keys.revoke(Long.parseLong(id));
    }
}
