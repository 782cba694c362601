package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.LatencyView;

/** In-kernel latency in JSON. */
@Schema(
        name = "InKernelLatency",
        description = "How long the program in the kernel took, from seeing a packet to having it sent, for a sample of"
                + " the packets that were relayed. Times but the mean are upper bounds, exact to a factor of 2.")
record InKernelLatencyResponse(
        @Schema(description = "Packets in the sample.") long packets,

        @Schema(description = "Mean time in nanoseconds; null without packets.") @Nullable Long meanNanoseconds,

        @Schema(description = "Half of the packets took less; null without packets.") @Nullable Long p50Nanoseconds,

        @Schema(description = "99 % of the packets took less; null without packets.") @Nullable Long p99Nanoseconds,

        @Schema(description = "99.9 % of the packets took less; null without packets.") @Nullable Long p999Nanoseconds,

        @Schema(description = "Packets by the time that they took, quickest first. Times of no packet are left out.")
        List<Bucket> histogram) {

    static InKernelLatencyResponse of(LatencyView latency) {
        long count = latency.count();
        return new InKernelLatencyResponse(
                count,
                count == 0 ? null : Math.round((double) latency.nanoseconds() / count),
                bound(latency, 0.5),
                bound(latency, 0.99),
                bound(latency, 0.999),
                histogram(latency.packets()));
    }

    private static @Nullable Long bound(LatencyView latency, double share) {
        return latency.count() == 0 ? null : latency.boundOf(share);
    }

    private static List<Bucket> histogram(long[] packets) {
        return IntStream.range(0, packets.length)
                .filter(slot -> packets[slot] > 0)
                .mapToObj(slot -> new Bucket(1L << slot, packets[slot]))
                .toList();
    }

    /** Packets that took about as long. */
    @Schema(name = "InKernelLatencyBucket", description = "Packets that took about as long.")
    record Bucket(
            @Schema(description = "They took less than this, and not less than half of it.", example = "256")
            long belowNanoseconds,

            @Schema(example = "1200") long packets) {}
}
