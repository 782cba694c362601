package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Dataplane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reconciles before the first request is answered, then keeps house on a virtual thread: sweeps sessions, and reconciles
 * again where a change could neither be finished nor taken back, tries the store, and moves token keys on. Errors are
 * logged, and tried again the next time.
 */
@Component
class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final Reconciler reconciler;
    private final ReconcileState state;
    private final StoreWatch store;
    private final TokenKeyRotation tokenKeys;
    private final DestinationWarmup warmup;
    private final Dataplane dataplane;
    private final Clock clock;
    private final Duration interval;
    private @Nullable ScheduledExecutorService executor;
    private @Nullable ScheduledFuture<?> rounds;

    Housekeeping(
            Reconciler reconciler,
            ReconcileState state,
            StoreWatch store,
            TokenKeyRotation tokenKeys,
            DestinationWarmup warmup,
            Dataplane dataplane,
            Clock clock,
            RelaySettings settings) {
        this.reconciler = reconciler;
        this.state = state;
        this.store = store;
        this.tokenKeys = tokenKeys;
        this.warmup = warmup;
        this.dataplane = dataplane;
        this.clock = clock;
        this.interval = settings.sweepInterval();
    }

    @Override
    public synchronized void start() {
        attempt("Cannot reconcile the maps with the registry", reconciler::reconcile);
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("housekeeping").factory());
        executor = started;
        started.execute(() -> attempt("Cannot have next hops resolved", warmup::run));
        long nanos = interval.toNanos();
        rounds = started.scheduleWithFixedDelay(this::round, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits for a round that is under way: the maps are closed after this. */
    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = executor;
        if (running != null && rounds != null) {
            rounds.cancel(true);
            running.shutdownNow();
            running.close();
            executor = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }

    /** Starts before the web server, whose phase is near the largest number, and stops after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    void round() {
        attempt("Cannot try the store", store::check);
        if (!state.isReconciled()) {
            attempt("Cannot reconcile the maps with the registry", reconciler::reconcile);
        }
        attempt("Cannot move the token keys on", tokenKeys::advance);
        attempt("Cannot sweep sessions", () -> dataplane.sessions().sweep(clock.instant()));
    }

    private static void attempt(String failure, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("{}; trying again", failure, e);
        }
    }
}
