package org.lumenlink.relay.lab.bench;

import java.nio.ByteBuffer;

/**
 * What arrived of packets that were sent as fast as they went.
 *
 * @param packets how many arrived
 * @param perSecond at which rate, from the first arrival noted to the last; 0 if too few arrived to tell
 */
record Flood(long packets, double perSecond) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Reads a {@code struct sink} of bpf/bench. */
    static Flood of(byte[] sink) {
        ByteBuffer words = Wire.wrap(sink);
        long packets = words.getLong();
        long firstAt = words.getLong();
        long firstPackets = words.getLong();
        long took = words.getLong() - firstAt;
        long between = words.getLong() - firstPackets;
        return new Flood(packets, took > 0 ? between * NANOS_PER_SECOND / took : 0);
    }
}
