package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;

/**
 * {@code struct opening_rate}.
 *
 * @param interval nanoseconds that pay for one opening
 * @param tolerance nanoseconds that may be owed
 */
record OpeningRate(long interval, long tolerance) {

    private static final long SECOND = 1_000_000_000L;

    /** A CPU's bursts are of this part of a second: two ticks of the slowest clock that kernels are built with. */
    private static final long BURSTS_PER_SECOND = 50;

    private static final long RESERVE_PART = 4;

    static OpeningRate ofSource(FloodSettings settings) {
        return of(settings.openingsPerSource(), settings.openingBurstPerSource());
    }

    static OpeningRate ofCpu(FloodSettings settings) {
        return of(settings.openingsPerCpu(), settings.openingsPerCpu() / BURSTS_PER_SECOND);
    }

    static OpeningRate ofReserve(FloodSettings settings) {
        long reserve = Math.max(1, settings.openingsPerCpu() / RESERVE_PART);
        return of(reserve, reserve / BURSTS_PER_SECOND);
    }

    void writeTo(ByteBuffer config) {
        config.putLong(interval).putLong(tolerance);
    }

    private static OpeningRate of(long perSecond, long burst) {
        long interval = Math.max(1, SECOND / perSecond);
        return new OpeningRate(interval, Math.max(0, burst - 1) * interval);
    }
}
