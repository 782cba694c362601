package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.RingBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code event_ring} on a thread of its own and passes on what is in it, until it is closed. */
final class EventReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventReader.class);

    private static final int NEIGHBOUR_WANTED = 1;
    private static final int SESSION_MADE = 2;
    private static final int LIMIT_HIT = 3;
    private static final int INTERFACE_OFFSET = 4;
    private static final int ADDRESS_OFFSET = 8;
    private static final int USER_OFFSET = 24;
    private static final int REASON_OFFSET = 28;
    private static final Duration POLL = Duration.ofMillis(200);

    private final NeighbourResolver neighbours;
    private final UserEvents users;
    private final RingBuffer ring;
    private final Thread thread;
    private volatile boolean closed;

    EventReader(Libbpf libbpf, BpfMap events, NeighbourResolver neighbours, UserEvents users) {
        this.neighbours = neighbours;
        this.users = users;
        this.ring = libbpf.ringBuffer(events, this::onEvent);
        this.thread = Thread.ofPlatform().name("dataplane-events").daemon().start(this::poll);
    }

    private void poll() {
        while (!closed) {
            try {
                ring.poll(POLL);
            } catch (KernelException e) {
                log.warn("Cannot read the event ring: {}", e.getMessage());
            }
        }
    }

    private void onEvent(ByteBuffer event) {
        event.order(ByteOrder.nativeOrder());
        if (event.remaining() < Layout.EVENT_SIZE) {
            return;
        }
        long userId = Integer.toUnsignedLong(event.getInt(USER_OFFSET));
        switch (event.getInt(0)) {
            case NEIGHBOUR_WANTED -> {
                byte[] address = new byte[Layout.ADDRESS_SIZE];
                event.get(ADDRESS_OFFSET, address);
                neighbours.resolve(event.getInt(INTERFACE_OFFSET), Layout.address(address, 0));
            }
            case SESSION_MADE -> users.onSession();
            case LIMIT_HIT -> users.onLimit(userId, VerdictReason.ofSlot(event.getInt(REASON_OFFSET)));
            default -> log.debug("Skipped an event of type {}", event.getInt(0));
        }
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        ring.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
