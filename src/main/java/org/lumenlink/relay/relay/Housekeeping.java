package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
 * Reconciles before the first request is answered, then keeps house on a virtual thread: reconciles again by the clock, and
 * at once where a change could neither be finished nor taken back; sweeps sessions, tries the store, and moves token keys on. Errors are
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
    private final Duration reconcileInterval;
    private @Nullable ScheduledExecutorService executor;
    private List<ScheduledFuture<?>> rounds = List.of();

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
        this.reconcileInterval = settings.reconcileInterval();
    }

    @Override
    public synchronized void start() {
        attempt("Cannot reconcile the maps with the registry", reconciler::start);
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("housekeeping").factory());
        executor = started;
        started.execute(() -> attempt("Cannot have next hops resolved", warmup::run));
        rounds = List.of(repeat(started, this::round, interval), repeat(started, this::heal, reconcileInterval));
    }

    /** Waits for a round that is under way: the maps are closed after this. */
    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = executor;
        if (running != null) {
            rounds.forEach(each -> each.cancel(true));
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
            heal();
        }
        attempt("Cannot move the token keys on", tokenKeys::advance);
        attempt("Cannot sweep sessions", () -> dataplane.sessions().sweep(clock.instant()));
    }

    private void heal() {
        attempt("Cannot reconcile the maps with the registry", reconciler::heal);
    }

    private static ScheduledFuture<?> repeat(ScheduledExecutorService executor, Runnable action, Duration interval) {
        long nanos = interval.toNanos();
        return executor.scheduleWithFixedDelay(action, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private static void attempt(String failure, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("{}; trying again", failure, e);
        }
    }
}
