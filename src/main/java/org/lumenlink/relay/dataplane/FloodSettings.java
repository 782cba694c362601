package org.lumenlink.relay.dataplane;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much the relay spends on packets that may be garbage. Only packets without a session count: those whose ticket
 * has to be opened, which is cryptography. A source is an IPv4 address or the first 64 bits of an IPv6 address.
 *
 * @param openingsPerSource a second, sustained
 * @param openingBurstPerSource at once
 * @param openingsPerCpu a second on each CPU, whatever the source; a quarter more are in reserve
 * @param trackedSources entries of {@code source_map}; the least recently used make room
 * @param denyListSize entries of {@code deny_map}
 */
public record FloodSettings(
        @DefaultValue("100") @Min(1) @Max(MAX_OPENINGS) long openingsPerSource,
        @DefaultValue("1000") @Min(1) @Max(MAX_OPENINGS) long openingBurstPerSource,
        @DefaultValue("50000") @Min(1) @Max(MAX_OPENINGS) long openingsPerCpu,
        @DefaultValue("65536") @Min(1024) @Max(10_000_000) int trackedSources,
        @DefaultValue("100000") @Min(1) @Max(10_000_000) int denyListSize) {

    /** More than a CPU can do. */
    public static final long MAX_OPENINGS = 100_000_000L;
}
