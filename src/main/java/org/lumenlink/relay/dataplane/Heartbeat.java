package org.lumenlink.relay.dataplane;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, in the network namespace of the thread that made this, which does something every second and takes calls in
 * between. Closing waits for what is under way.
 */
final class Heartbeat implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("dataplane-heartbeat").daemon().factory());
    private final ScheduledFuture<?> beats;
    private volatile long lastBeat = System.nanoTime();

    /**
     * Starts the thread.
     *
     * @param action what to do every second; what it throws is logged
     */
    Heartbeat(Runnable action) {
        beats = thread.scheduleWithFixedDelay(() -> beat(action), 1, 1, TimeUnit.SECONDS);
    }

    /** Tells whether the action has succeeded lately. */
    boolean isRegular() {
        return System.nanoTime() - lastBeat < PATIENCE_NANOS;
    }

    /** Calls on the thread, and waits for it. */
    <T> T call(Callable<T> action) {
        Future<T> result = thread.submit(action);
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("failed on the dataplane's thread", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the dataplane's thread was at work", e);
        }
    }

    private void beat(Runnable action) {
        try {
            action.run();
            lastBeat = System.nanoTime();
        } catch (RuntimeException e) {
            log.warn("Cannot tell the program of the time, the interfaces and their addresses", e);
        }
    }

    @Override
    public void close() {
        beats.cancel(false);
        thread.close();
    }
}
