package org.lumenlink.relay.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.api.StreamedEvents.Feed;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the counters to clients, each on the virtual thread of its request. A client that is gone is noticed with the
 * next event; all streams end before the web server waits for its last requests.
 */
@Component
class StatsStreams implements SmartLifecycle {

    /** After so many the client has to ask again, with a key that is still good. */
    private static final int EVENTS = 3600;

    private final StatsSampler sampler;
    private final JsonMapper mapper;
    private final int limit;
    private final Semaphore places;
    private volatile CountDownLatch stopped = new CountDownLatch(0);

    StatsStreams(StatsSampler sampler, JsonMapper mapper, ApiSettings settings) {
        this.sampler = sampler;
        this.mapper = mapper;
        this.limit = settings.statsStreams();
        this.places = new Semaphore(limit);
    }

    /** A client that the counters are sent to. */
    interface Client {

        /** Starts the answer. */
        OutputStream open() throws IOException;
    }

    /**
     * Sends the counters at once, and then at an interval until the client is gone.
     *
     * @param feeds what is sent besides, also at once and then each at its own period
     * @throws TooManyStreamsException if there are as many clients as there may be
     * @throws IOException if the client is gone
     */
    void run(Client client, Duration interval, List<Feed> feeds) throws IOException {
        if (!places.tryAcquire()) {
            throw new TooManyStreamsException(limit);
        }
        try {
            StatsSample sample = sampler.sample();
            OutputStream out = client.open();
            send(out, StreamedEvents.STATS, StatsEvent.of(sample, null));
            long next = System.nanoTime();
            for (int i = 0; i < EVENTS && sample != null && sendDue(out, feeds, interval, i); i++) {
                next += interval.toNanos();
                if (isStoppedBefore(next)) {
                    return;
                }
                sample = sendNext(out, sample);
            }
        } finally {
            places.release();
        }
    }

    /** Returns what was sent; null if the counters cannot be read, which the client has been told. */
    private @Nullable StatsSample sendNext(OutputStream out, StatsSample before) throws IOException {
        try {
            StatsSample sample = sampler.sample();
            // The same one again, since this event is late or the one before was, would look like no traffic.
            if (sample.nanoTime() != before.nanoTime()) {
                send(out, StreamedEvents.STATS, StatsEvent.of(sample, before));
            }
            return sample;
        } catch (RuntimeException e) {
            sendProblem(out, e);
            return null;
        }
    }

    /** Sends what is due after so many intervals; returns false if it cannot be had, which the client has been told. */
    private boolean sendDue(OutputStream out, List<Feed> feeds, Duration interval, int intervals) throws IOException {
        try {
            for (Feed feed : feeds) {
                if (intervals % Math.max(1, feed.period().dividedBy(interval)) == 0) {
                    send(out, feed.name(), feed.source().get());
                }
            }
            return true;
        } catch (RuntimeException e) {
            sendProblem(out, e);
            return false;
        }
    }

    private void sendProblem(OutputStream out, RuntimeException failure) throws IOException {
        send(out, "problem", Refusals.problem(failure, "the request", StatsStreamController.PATH));
    }

    private void send(OutputStream out, String event, Object data) throws IOException {
        String text = "event: " + event + "\ndata: " + mapper.writeValueAsString(data) + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private boolean isStoppedBefore(long nanoTime) {
        try {
            return stopped.await(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void start() {
        stopped = new CountDownLatch(1);
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }
}
