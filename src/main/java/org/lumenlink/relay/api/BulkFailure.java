package org.lumenlink.relay.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of a line of a bulk why it was refused: a problem, with the line. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BulkFailure", description = "A line that was refused: a problem (RFC 9457), with the line.")
record BulkFailure(
        @Schema(description = "Number of the line; the first is 1.", example = "17")
        long line,

        @Schema(description = "The line's user id, if it could be read.", example = "42") @Nullable Long userId,

        @Schema(example = "https://lumenlink.org/problems/invalid-value")
        String type,

        @Schema(example = "A value is refused") String title,

        @Schema(description = "What PUT of the user would have answered.", example = "422")
        int status,

        @Schema(example = "destination.port must be between 1 and 65535")
        String detail,

        @Schema(description = "The fields that are wrong.") @Nullable List<Problem.Field> errors,

        @Schema(description = "For 500: find this in the relay's log.") @Nullable String errorId) {

    static BulkFailure of(long line, @Nullable Long userId, Problem problem) {
        return new BulkFailure(
                line,
                userId,
                problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                problem.errors(),
                problem.errorId());
    }
}
