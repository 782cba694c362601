package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;
import org.lumenlink.relay.relay.Limit;
import org.lumenlink.relay.relay.UserSpec;
import org.lumenlink.relay.relay.UserView;
import org.lumenlink.relay.relay.Users;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves a user's rate limit. */
@RestController
@RequestMapping(path = UserController.PATH + "/rate-limit", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Users")
class RateLimitController {

    private static final String PREFIX = "rateLimit.";

    private final Users users;

    RateLimitController(Users users) {
        this.users = users;
    }

    @Operation(
            operationId = "putRateLimit",
            summary = "Give a user a rate limit of its own",
            description = "Holds from the next packet on; what the user has used of its burst stays used.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The user with its new limit.",
                            headers = @Header(name = "ETag")))
    @Refuses({
        ProblemType.NOT_FOUND,
        ProblemType.PRECONDITION_FAILED,
        ProblemType.INVALID_VALUE,
        ProblemType.REGISTRY_FULL
    })
    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<UserResponse> put(
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody RateLimitBody body) {
        Limit limit = body.toLimit("");
        try {
            return UserController.ok(update(userId, ifMatch, limit));
        } catch (InvalidValueException e) {
            throw new InvalidValueException(relative(e.errors()));
        }
    }

    @Operation(
            operationId = "deleteRateLimit",
            summary = "Take a user back to the default rate limit",
            responses = @ApiResponse(responseCode = "204", description = "The default holds."))
    @Refuses({ProblemType.NOT_FOUND, ProblemType.PRECONDITION_FAILED, ProblemType.REGISTRY_FULL})
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        update(userId, ifMatch, null);
    }

    private UserView update(UserId userId, @Nullable String ifMatch, @Nullable Limit limit) {
        UnaryOperator<UserSpec> change = present ->
                new UserSpec(present.destination(), limit, present.enabled(), present.label(), present.maxSessions());
        return users.update(userId.value(), change, EntityTags.precondition(ifMatch, null));
    }

    /** Names the fields as they stand in this body, which is not inside of a user's. */
    private static List<FieldError> relative(List<FieldError> errors) {
        return errors.stream()
                .map(error -> error.field().startsWith(PREFIX)
                        ? new FieldError(error.field().substring(PREFIX.length()), error.message())
                        : error)
                .toList();
    }
}
