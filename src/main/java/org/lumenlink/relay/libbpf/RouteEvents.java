package org.lumenlink.relay.libbpf;

import org.lumenlink.relay.libbpf.internal.NativeRouteEvents;

/**
 * Tells when the kernel's links, routes, routing rules or neighbours change (rtnetlink(7)), in the network namespace of the
 * thread that opened this. Closing twice is harmless.
 */
public interface RouteEvents extends AutoCloseable {

    /**
     * Begins to listen.
     *
     * @throws KernelException if the kernel refuses
     */
    static RouteEvents open() {
        return NativeRouteEvents.open();
    }

    /**
     * Waits until something has changed since this was opened or called last, if need be for ever. For one thread.
     *
     * @return false if this was closed
     */
    boolean await();

    /** Has {@link #await} return, from whatever thread, and waits for it. */
    @Override
    void close();
}
