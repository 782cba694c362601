package org.lumenlink.relay.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other threads, processes or the kernel are about to do. */
final class Await {

    private static final long STEP_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /** Waits until a condition holds; returns whether it did within {@code atMost}. */
    static boolean until(Condition condition, Duration atMost) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }
}
