package org.lumenlink.relay.dataplane;

import java.util.Arrays;

/**
 * How long the kernel's program took for a sample of the packets that it relayed.
 *
 * @param packets by the number of bits that their nanoseconds take: entry {@code n} counts those that took less than
 *     2<sup>n</sup> ns and not less than half of that; the last one also all that took longer
 * @param nanoseconds of all of them together
 */
public record Latency(long[] packets, long nanoseconds) {

    /** Returns how many packets are in the sample. */
    public long count() {
        return Arrays.stream(packets).sum();
    }

    /**
     * Returns an upper bound in ns that a share of the packets did not exceed; 0 if there were none.
     *
     * @param share such as 0.999
     */
    public long boundOf(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long below = 0;
        for (int slot = 0; slot < packets.length && wanted > 0; slot++) {
            below += packets[slot];
            if (below >= wanted) {
                return 1L << slot;
            }
        }
        return 0;
    }

    /** Returns what was counted since an earlier reading. */
    public Latency since(Latency earlier) {
        long[] difference = new long[packets.length];
        Arrays.setAll(difference, slot -> packets[slot] - earlier.packets[slot]);
        return new Latency(difference, nanoseconds - earlier.nanoseconds);
    }
}
