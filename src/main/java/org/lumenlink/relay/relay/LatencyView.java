package org.lumenlink.relay.relay;

import org.lumenlink.relay.dataplane.Latency;

/**
 * How long the kernel's program took for a sample of the packets that it relayed.
 *
 * @param sample since the maps were made, or between two readings
 */
public record LatencyView(Latency sample) {

    /** Returns what was counted since an earlier reading. */
    public LatencyView since(LatencyView earlier) {
        return new LatencyView(sample.since(earlier.sample));
    }

    /** Returns how many packets are in the sample. */
    public long count() {
        return sample.count();
    }

    /** Returns the time of all packets of the sample together, in ns. */
    public long nanoseconds() {
        return sample.nanoseconds();
    }

    /** Returns the packets by the number of bits that their nanoseconds take, as {@link Latency#packets} has them. */
    public long[] packets() {
        return sample.packets().clone();
    }

    /** Returns a time in ns that a share of the packets, such as 0.999, stayed below; 0 if there were none. */
    public long boundOf(double share) {
        return sample.boundOf(share);
    }
}
