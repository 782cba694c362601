package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.lumenlink.relay.relay.RelayStatus.StatsView;
import org.lumenlink.relay.relay.RelayStatus.VerdictView;

/** Counters in JSON. */
@Schema(name = "Stats", description = "Counters since the relay's maps were made.")
record StatsResponse(
        @Schema(description = "Users registered.") long users,

        @Schema(description = "Sessions in the session table.")
        long sessions,

        @Schema(description = "One for each way a packet can leave the dataplane; a packet counts in exactly one.")
        List<Verdict> verdicts,

        InKernelLatencyResponse latency) {

    static StatsResponse of(StatsView view) {
        return new StatsResponse(
                view.users(),
                view.sessions(),
                view.verdicts().stream().map(Verdict::of).toList(),
                InKernelLatencyResponse.of(view.latency()));
    }

    /** One way for a packet to leave the dataplane. */
    @Schema(name = "Verdict", description = "One way for a packet to leave the dataplane.")
    record Verdict(
            @Schema(example = "forwarded") String verdict,
            long packets,
            @Schema(description = "Bytes of whole frames.") long bytes) {

        static Verdict of(VerdictView view) {
            return new Verdict(view.verdict(), view.packets(), view.bytes());
        }
    }
}
