package org.lumenlink.relay.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Says what went wrong, as RFC 9457 has it.
 *
 * @param type names the kind of problem
 * @param title the same for people
 * @param status HTTP status
 * @param detail what was wrong with this request, and what mends it
 * @param instance path of the request, if it could be read
 * @param errors the fields that are wrong
 * @param errorId found in the relay's log too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What went wrong (RFC 9457).")
record Problem(
        @Schema(example = "https://lumenlink.org/problems/invalid-value")
        String type,

        @Schema(example = "A value is refused") String title,

        @Schema(example = "422") int status,

        @Schema(
                description = "What is wrong with this request, and what mends it.",
                example = "destination.port must be between 1 and 65535")
        String detail,

        @Schema(description = "Path of the request.", example = "/api/v1/users/42") @Nullable String instance,

        @Schema(description = "The fields that are wrong.") @Nullable List<Field> errors,

        @Schema(description = "For 500: find this in the relay's log.") @Nullable String errorId) {

    static Problem of(ProblemType type, String detail, @Nullable String instance) {
        return of(type, HttpStatusCode.valueOf(type.status()), detail, instance);
    }

    /** Returns the problem that a status stands for. */
    static Problem of(HttpStatusCode status, String detail, @Nullable String instance) {
        return of(ProblemType.of(status), status, detail, instance);
    }

    private static Problem of(ProblemType type, HttpStatusCode status, String detail, @Nullable String instance) {
        return new Problem(type.uri(), type.title(status), status.value(), detail, instance, null, null);
    }

    Problem withErrors(List<Field> fields) {
        return fields.isEmpty() ? this : new Problem(type, title, status, detail, instance, fields, errorId);
    }

    Problem withErrorId(String id) {
        return new Problem(type, title, status, detail, instance, errors, id);
    }

    Problem at(String path) {
        return new Problem(type, title, status, detail, path, errors, errorId);
    }

    ResponseEntity.BodyBuilder response() {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    /**
     * A wrong field.
     *
     * @param field dotted name in the body, or name of the path variable, parameter or header
     * @param message what it must be
     */
    record Field(
            @Schema(
                    description = "Dotted name in the body, or the name of a path variable, query parameter or header.",
                    example = "destination.port")
            String field,

            @Schema(description = "What it must be.", example = "must be between 1 and 65535")
            String message) {}
}
