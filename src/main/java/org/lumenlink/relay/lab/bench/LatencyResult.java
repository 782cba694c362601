package org.lumenlink.relay.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * How long one thing takes, done again and again.
 *
 * @param name what is done
 * @param connections how many did it at the same time
 * @param count how often it was done
 * @param median nanoseconds
 * @param percentile99 nanoseconds that 99 of 100 are not above
 * @param medianRatio the median in multiples of the echo's
 * @param percentile99Ratio the 99th percentile in multiples of the echo's
 * @param target what the last must not be above; null if nobody said
 * @param isMet whether it is not; null if there is no target
 */
record LatencyResult(
        String name,
        int connections,
        int count,
        double median,
        double percentile99,
        double medianRatio,
        double percentile99Ratio,
        @Nullable Double target,
        @Nullable Boolean isMet) {}
