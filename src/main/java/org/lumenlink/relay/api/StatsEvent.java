package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.RelayStatus.VerdictView;

/** The counters of a moment in JSON, and how fast they rise. */
@Schema(name = "StatsEvent", description = "Counters since the relay's maps were made, and how fast they rise.")
record StatsEvent(
        @Schema(description = "When the counters were read.")
        Instant at,

        @Schema(description = "Users registered.") long users,

        @Schema(description = "Sessions in the session table.")
        long sessions,

        @Schema(description = "One for each way a packet can leave the dataplane; a packet counts in exactly one.")
        List<Rate> verdicts,

        InKernelLatencyResponse latency,

        @Schema(description = "Of the packets since the event before; null in the first.") @Nullable InKernelLatencyResponse recentLatency) {

    /**
     * @param before what the event before had, or null for the first
     */
    static StatsEvent of(StatsSample now, @Nullable StatsSample before) {
        Map<String, VerdictView> earlier = new HashMap<>();
        if (before != null) {
            before.stats().verdicts().forEach(verdict -> earlier.put(verdict.verdict(), verdict));
        }
        double seconds =
                before == null ? 0 : (double) (now.nanoTime() - before.nanoTime()) / TimeUnit.SECONDS.toNanos(1);
        return new StatsEvent(
                now.at(),
                now.stats().users(),
                now.stats().sessions(),
                now.stats().verdicts().stream()
                        .map(verdict -> Rate.of(verdict, earlier.get(verdict.verdict()), seconds))
                        .toList(),
                InKernelLatencyResponse.of(now.stats().latency()),
                before == null
                        ? null
                        : InKernelLatencyResponse.of(
                                now.stats().latency().since(before.stats().latency())));
    }

    /** One way for a packet to leave the dataplane. */
    @Schema(name = "VerdictRate", description = "One way for a packet to leave the dataplane.")
    record Rate(
            @Schema(example = "forwarded") String verdict,
            long packets,

            @Schema(description = "Bytes of whole frames.") long bytes,

            @Schema(description = "Since the event before; null in the first.", example = "50000") @Nullable Long packetsPerSecond,

            @Schema(description = "Since the event before; null in the first.", example = "60000000") @Nullable Long bytesPerSecond) {

        private static Rate of(VerdictView now, @Nullable VerdictView before, double seconds) {
            return new Rate(
                    now.verdict(),
                    now.packets(),
                    now.bytes(),
                    before == null ? null : Math.round((now.packets() - before.packets()) / seconds),
                    before == null ? null : Math.round((now.bytes() - before.bytes()) / seconds));
        }
    }
}
