package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Precondition;
import org.lumenlink.relay.relay.UserView;
import org.lumenlink.relay.relay.Users;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Serves a user. */
@RestController
@RequestMapping(path = UserController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Users", description = "Who may send packets through the relay, and where to.")
class UserController {

    static final String PATH = "/api/v1/users/{userId}";

    private final Users users;
    private final UserPatch patches;

    UserController(Users users, UserPatch patches) {
        this.users = users;
        this.patches = patches;
    }

    @Operation(
            operationId = "putUser",
            summary = "Register or replace a user",
            description = "What the body leaves out takes its default, whatever it was before. The kernel knows the"
                    + " user when this is answered. If-None-Match: * registers only, If-Match replaces only.",
            responses = {
                @ApiResponse(responseCode = "200", description = "Replaced.", headers = @Header(name = "ETag")),
                @ApiResponse(
                        responseCode = "201",
                        description = "Registered.",
                        headers = {@Header(name = "ETag"), @Header(name = "Location")})
            })
    @Refuses({ProblemType.PRECONDITION_FAILED, ProblemType.INVALID_VALUE, ProblemType.REGISTRY_FULL})
    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<UserResponse> put(
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples = {
                                                @ExampleObject(
                                                        name = "with the default limit",
                                                        value =
                                                                "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 51820}}"),
                                                @ExampleObject(
                                                        name = "with a limit of its own",
                                                        value =
                                                                "{\"destination\": {\"address\": \"2001:db8::7\", \"port\": 443},"
                                                                        + " \"rateLimit\": {\"packetsPerSecond\": 500}, \"label\": \"berlin-3\"}")
                                            }))
                    @RequestBody
                    UserRequest body) {
        Precondition precondition = EntityTags.precondition(ifMatch, ifNoneMatch);
        Users.Put put = users.put(userId.value(), body.toSpec(), precondition);
        ResponseEntity.BodyBuilder answer = put.created()
                ? ResponseEntity.created(URI.create("/api/v1/users/" + userId.value()))
                : ResponseEntity.ok();
        return answer.eTag(EntityTags.of(put.user().version())).body(UserResponse.of(put.user()));
    }

    @Operation(
            operationId = "getUser",
            summary = "Read a user",
            responses = {
                @ApiResponse(responseCode = "200", description = "The user.", headers = @Header(name = "ETag")),
                @ApiResponse(
                        responseCode = "304",
                        description = "Still as it was at the ETag in If-None-Match.",
                        content = @Content)
            })
    @Refuses(ProblemType.NOT_FOUND)
    @GetMapping
    ResponseEntity<UserResponse> get(
            @PathVariable UserId userId,
            @Parameter(description = "ETags of answers that the client still has.")
                    @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String ifNoneMatch) {
        UserView user = users.get(userId.value());
        if (EntityTags.isKnown(user.version(), ifNoneMatch)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag(EntityTags.of(user.version()))
                    .build();
        }
        return ok(user);
    }

    @Operation(
            operationId = "patchUser",
            summary = "Change a user",
            description = "JSON merge patch (RFC 7396): what is not in the body stays as it is, null takes a field back"
                    + " to its default. A default rate limit counts as absent: a patch of it starts from nothing.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = PatchMediaType.VALUE,
                                        schema = @Schema(implementation = UserPatchSchema.class),
                                        examples =
                                                @ExampleObject(
                                                        name = "stop a user and forget its limit",
                                                        value = "{\"enabled\": false, \"rateLimit\": null}")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = UserPatchSchema.class),
                                        examples = @ExampleObject(name = "stop a user", value = "{\"enabled\": false}"))
                            }),
            responses = @ApiResponse(responseCode = "200", description = "Changed.", headers = @Header(name = "ETag")))
    @Refuses({
        ProblemType.NOT_FOUND,
        ProblemType.PRECONDITION_FAILED,
        ProblemType.INVALID_VALUE,
        ProblemType.REGISTRY_FULL
    })
    @PatchMapping(consumes = {PatchMediaType.VALUE, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<UserResponse> patch(
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        ObjectNode patch = patches.check(body);
        return ok(users.update(
                userId.value(), present -> patches.apply(patch, present), EntityTags.precondition(ifMatch, null)));
    }

    @Operation(
            operationId = "deleteUser",
            summary = "Remove a user",
            description = "Its limits go with it, and its sessions end at once.",
            responses = @ApiResponse(responseCode = "204", description = "Removed."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.PRECONDITION_FAILED, ProblemType.REGISTRY_FULL})
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        users.delete(userId.value(), EntityTags.precondition(ifMatch, null));
    }

    @Operation(
            operationId = "getUserStats",
            summary = "Read a user's traffic",
            responses = @ApiResponse(responseCode = "200", description = "Traffic of each direction."))
    @Refuses(ProblemType.NOT_FOUND)
    @GetMapping("/stats")
    UserStatsResponse stats(@PathVariable UserId userId) {
        return UserStatsResponse.of(users.stats(userId.value()));
    }

    @Operation(
            operationId = "revokeUserTokens",
            summary = "Revoke a user's tokens",
            description = "Ends the user's sessions; tokens issued before are worthless from now on. New ones can be"
                    + " issued at once.",
            responses = @ApiResponse(responseCode = "204", description = "Revoked."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.REGISTRY_FULL})
    @DeleteMapping("/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UserId userId) {
        users.revokeSessions(userId.value());
    }

    static ResponseEntity<UserResponse> ok(UserView user) {
        return ResponseEntity.ok().eTag(EntityTags.of(user.version())).body(UserResponse.of(user));
    }
}
