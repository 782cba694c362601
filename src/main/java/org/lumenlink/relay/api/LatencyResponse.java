package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Latencies.Histogram;

/** How long packets take, in JSON. */
@Schema(name = "Latency", description = "How long a sample of packets took since the relay's maps were made.")
record LatencyResponse(
        @Schema(description = "Of all packets in the sample together.")
        long nanoseconds,

        @Schema(description = "From the shortest times to the longest.")
        List<Bucket> buckets) {

    static LatencyResponse of(Histogram histogram) {
        return new LatencyResponse(
                histogram.nanoseconds(),
                histogram.buckets().stream()
                        .map(bucket -> new Bucket(bucket.belowNanoseconds(), bucket.packets()))
                        .toList());
    }

    /** Some of the packets. */
    @Schema(
            name = "LatencyBucket",
            description = "Packets that took less than this, and not less than the bucket before.")
    record Bucket(
            @Schema(description = "Null in the last one, which has no bound.", nullable = true, example = "512")
            @Nullable Long belowNanoseconds,

            long packets) {}
}
