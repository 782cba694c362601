package org.lumenlink.relay.api;

import java.io.ByteArrayInputStream;
import java.time.Duration;

/** Gives one byte, then keeps its reader waiting, then gives the others. */
final class RestingStream extends ByteArrayInputStream {

    private final Duration rest;

    RestingStream(byte[] octets, Duration rest) {
        super(octets);
        this.rest = rest;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        if (pos == 0) {
            return super.read(into, offset, 1);
        }
        if (pos == 1) {
            try {
                Thread.sleep(rest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return super.read(into, offset, length);
    }
}
