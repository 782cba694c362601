package org.lumenlink.relay.dataplane;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.RouteEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the next hops that the program keeps as soon as the host's routes or neighbours change, on a thread of its own until it
 * is closed. If it cannot, they end by themselves a second later.
 */
final class RouteWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RouteWatch.class);

    /** Neighbours of a busy link change state all the time: so often at most, the program is to look all routes up again. */
    private static final Duration REST = Duration.ofMillis(50);

    private final RouteEvents events;
    private final Epoch epoch;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("dataplane-routes").daemon().factory());

    /** Begins to watch the calling thread's network namespace. */
    RouteWatch(Epoch epoch) {
        this.epoch = epoch;
        this.events = RouteEvents.open();
        thread.execute(this::watch);
    }

    private void watch() {
        try {
            while (events.await()) {
                epoch.routesChanged();
                Thread.sleep(REST);
            }
        } catch (KernelException e) {
            log.warn("No longer told of changed routes, which now take effect within a second: {}", e.getMessage());
        } catch (InterruptedException e) {
            log.debug("Closed");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        events.close();
        thread.close();
    }
}
