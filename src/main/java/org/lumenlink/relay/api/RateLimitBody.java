package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.Limit;

/** A rate limit in JSON. What is left out follows from the rest: a burst is 10 ms of its rate. */
@Schema(
        name = "RateLimit",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "Limits of each direction on its own. Packets beyond them are dropped. Only packetsPerSecond is"
                + " required; what is left out follows from it.")
record RateLimitBody(
        @Schema(
                description = "Sustained rate in packets.",
                example = "10000",
                minimum = "1",
                maximum = "100000000",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable Long packetsPerSecond,

        @Schema(
                description = "How many packets may come at once. Default: packetsPerSecond / 100, at least 1.",
                example = "100",
                minimum = "1",
                maximum = "100000000")
        @Nullable Long burstPackets,

        @Schema(
                description = "Sustained rate in bytes of IP packets. Default: 10,000 times packetsPerSecond, at most"
                        + " 12,500,000,000, so that the limit on packets is the one that counts.",
                example = "100000000",
                minimum = "1",
                maximum = "12500000000")
        @Nullable Long bytesPerSecond,

        @Schema(
                description = "How many bytes may come at once. Default: bytesPerSecond / 100, at least 10,000.",
                example = "1000000",
                minimum = "1",
                maximum = "4000000000")
        @Nullable Long burstBytes) {

    private static final long MAX_PACKETS_PER_SECOND = 100_000_000L;
    private static final long MAX_BYTES_PER_SECOND = 12_500_000_000L;
    private static final long BURSTS_PER_SECOND = 100;
    private static final long BYTES_PER_PACKET = 10_000;

    static RateLimitBody of(Limit limit) {
        return new RateLimitBody(
                limit.packetsPerSecond(), limit.burstPackets(), limit.bytesPerSecond(), limit.burstBytes());
    }

    /**
     * Returns the limit with defaults filled in. Their ranges are for the relay to check.
     *
     * @param field name of this object in the body, or empty if it is the body
     */
    Limit toLimit(String field) {
        if (packetsPerSecond == null) {
            throw new InvalidValueException(
                    field.isEmpty() ? "packetsPerSecond" : field + ".packetsPerSecond",
                    "is required: between 1 and " + MAX_PACKETS_PER_SECOND);
        }
        // Defaults come from a value in range, so that one wrong value is not reported as four.
        long packets = Math.clamp(packetsPerSecond, 1, MAX_PACKETS_PER_SECOND);
        long bytes = or(bytesPerSecond, Math.min(MAX_BYTES_PER_SECOND, packets * BYTES_PER_PACKET));
        long sensibleBytes = Math.clamp(bytes, 1, MAX_BYTES_PER_SECOND);
        return new Limit(
                packetsPerSecond,
                or(burstPackets, Math.max(1, packets / BURSTS_PER_SECOND)),
                bytes,
                or(burstBytes, Math.max(BYTES_PER_PACKET, sensibleBytes / BURSTS_PER_SECOND)));
    }

    private static long or(@Nullable Long given, long otherwise) {
        return given == null ? otherwise : given;
    }
}
