package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.RingBuffer;
import org.lumenlink.relay.libbpf.Netlink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel resolve the next hops that the program asks for in {@code event_ring}, since XDP cannot wait for ARP or
 * neighbour discovery. Addresses may be those of clients: they are never logged.
 */
final class NeighbourResolver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NeighbourResolver.class);

    private static final int NEIGHBOUR_WANTED = 1;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Netlink netlink;
    private final RingBuffer ring;
    private final Thread thread;
    private volatile boolean closed;

    NeighbourResolver(Libbpf libbpf, BpfMap events, Netlink netlink) {
        this.netlink = netlink;
        this.ring = libbpf.ringBuffer(events, this::onEvent);
        this.thread = Thread.ofPlatform().name("neighbour-resolver").daemon().start(this::poll);
    }

    /** Has the next hop towards a destination resolved before the first packet needs it, if there is a route. */
    void resolveTowards(InetAddress destination) {
        try {
            netlink.route(destination).ifPresent(route -> {
                @Nullable InetAddress gateway = route.gateway();
                netlink.resolveNeighbour(route.interfaceIndex(), gateway == null ? destination : gateway);
            });
        } catch (KernelException e) {
            log.warn("Cannot have the next hop towards a destination resolved: {}", e.errno());
        }
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
        if (event.remaining() < Layout.EVENT_SIZE || event.getInt(0) != NEIGHBOUR_WANTED) {
            return;
        }
        byte[] address = new byte[Layout.ADDRESS_SIZE];
        event.get(8, address);
        try {
            netlink.resolveNeighbour(event.getInt(4), Layout.address(address, 0));
        } catch (KernelException e) {
            log.warn("Cannot have a neighbour on interface {} resolved: {}", event.getInt(4), e.errno());
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
