package org.lumenlink.relay.dataplane;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Token buckets of one direction. Bytes are those of IP packets. The upper bounds are what the kernel's arithmetic
 * holds without overflow.
 *
 * @param packetsPerSecond sustained rate
 * @param burstPackets depth of the bucket
 * @param bytesPerSecond sustained rate; at most 100 Gbit/s
 * @param burstBytes depth of the bucket
 */
public record Limits(
        @DefaultValue("10000") @Min(1) @Max(MAX_PACKETS) long packetsPerSecond,
        @DefaultValue("100") @Min(1) @Max(MAX_PACKETS) long burstPackets,

        @DefaultValue("100000000") @Min(1) @Max(MAX_BYTES_PER_SECOND) long bytesPerSecond,

        @DefaultValue("1000000") @Min(1) @Max(MAX_BURST_BYTES) long burstBytes) {

    public static final long MAX_PACKETS = 100_000_000L;
    public static final long MAX_BYTES_PER_SECOND = 12_500_000_000L;
    public static final long MAX_BURST_BYTES = 4_000_000_000L;
}
