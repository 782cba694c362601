package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;

/** Ends the answer to a bulk. */
@Schema(name = "BulkSummary", description = "The last line of the answer.")
record BulkSummary(Counts summary) {

    /** What became of the lines. */
    @Schema(name = "BulkCounts", description = "What became of the lines.")
    record Counts(
            @Schema(description = "Lines that were read, without blank ones.", example = "100000")
            long lines,

            @Schema(description = "Lines that registered a user.", example = "99999")
            long registered,

            @Schema(description = "Lines that replaced a user.", example = "0")
            long replaced,

            @Schema(description = "Lines that were refused.", example = "1")
            long failed,

            @Schema(
                    description = "false: the relay stopped at the line of the last failure; send it and those after"
                            + " it again.",
                    example = "true")
            boolean complete) {}
}
