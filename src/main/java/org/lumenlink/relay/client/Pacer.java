package org.lumenlink.relay.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Spaces packets evenly. A sender that fell behind catches up, so that the mean rate holds. */
final class Pacer {

    private final long packetsPerSecond;
    private final long start = System.nanoTime();
    private long packets;

    /**
     * Starts now.
     *
     * @param packetsPerSecond 0: as fast as it goes
     */
    Pacer(long packetsPerSecond) {
        this.packetsPerSecond = packetsPerSecond;
    }

    /** Waits until the next packet is due. */
    void awaitNext() {
        if (packetsPerSecond == 0) {
            return;
        }
        long due = dueNanos(packets++, packetsPerSecond);
        long wait = due - (System.nanoTime() - start);
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = due - (System.nanoTime() - start);
        }
    }

    /** Returns when a packet is due, in nanoseconds after the first, which is packet 0. */
    static long dueNanos(long packet, long packetsPerSecond) {
        long second = TimeUnit.SECONDS.toNanos(1);
        // In two steps, as packet * second would overflow after some hours.
        return packet / packetsPerSecond * second + packet % packetsPerSecond * second / packetsPerSecond;
    }
}
