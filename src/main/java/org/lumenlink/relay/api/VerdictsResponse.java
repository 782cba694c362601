package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.lumenlink.relay.relay.VerdictGuide.Explanation;

/** What the verdicts mean, in JSON. */
@Schema(name = "Verdicts", description = "Every way a packet can leave the dataplane, and what it means.")
record VerdictsResponse(List<Meaning> verdicts) {

    static VerdictsResponse of(List<Explanation> explanations) {
        return new VerdictsResponse(explanations.stream().map(Meaning::of).toList());
    }

    /** What one verdict means. */
    @Schema(name = "VerdictMeaning", description = "What a verdict means.")
    record Meaning(
            @Schema(example = "over_packet_limit") String verdict,

            @Schema(
                    description = "What becomes of the packet.",
                    allowableValues = {"passed", "to-destination", "to-client", "dropped"},
                    example = "dropped")
            String effect,

            @Schema(
                    description = "Whose problem it is.",
                    allowableValues = {"nobody", "sender", "operator"},
                    example = "sender")
            String concern,

            @Schema(description = "How a packet gets it.", example = "the user sends more packets/s than it may")
            String cause,

            @Schema(
                    description = "What to do about it; commands are between backquotes.",
                    example = "raise the user's rate limit, or leave it so")
            String remedy) {

        static Meaning of(Explanation explanation) {
            return new Meaning(
                    explanation.verdict(),
                    explanation.effect(),
                    explanation.concern(),
                    explanation.cause(),
                    explanation.remedy());
        }
    }
}
