package org.lumenlink.relay.lab;

/**
 * Says how many packets a limit lets pass, by the limit's own arithmetic and the times at which they were sent. A
 * sender that is held up for longer than the burst lasts is thereby not taken for a relay that drops too much.
 */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double packetsPerSecond;
    private final double burst;
    private double level;
    private long refilledAt;
    private long passed;

    /** Makes a full bucket. */
    TokenBucket(long packetsPerSecond, long burst, long now) {
        this.packetsPerSecond = packetsPerSecond;
        this.burst = burst;
        this.level = burst;
        this.refilledAt = now;
    }

    /** Offers a packet at a time in nanoseconds, no earlier than the one before. */
    void offer(long now) {
        level = Math.min(burst, level + (now - refilledAt) / NANOS_PER_SECOND * packetsPerSecond);
        refilledAt = now;
        if (level >= 1) {
            level--;
            passed++;
        }
    }

    /** Returns how many of the offered packets pass. */
    long passed() {
        return passed;
    }
}
