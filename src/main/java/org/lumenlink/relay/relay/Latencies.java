package org.lumenlink.relay.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how long the kernel's program takes for the packets that it relays. */
public interface Latencies {

    /** Returns a histogram of a sample of the packets, since the relay's maps were made. */
    Histogram latency();

    /**
     * How long packets took.
     *
     * @param nanoseconds of all packets in the sample together
     * @param buckets from the shortest times to the longest
     */
    record Histogram(long nanoseconds, List<Bucket> buckets) {}

    /**
     * Packets that took less than this, and not less than the bucket before.
     *
     * @param belowNanoseconds null in the last one, which has no bound
     */
    record Bucket(@Nullable Long belowNanoseconds, long packets) {}
}
