package org.lumenlink.relay.api;

import java.io.ByteArrayInputStream;
import java.time.Duration;

/** Gives its first bytes one by one, and keeps its reader waiting for each of them. */
final class RestingStream extends ByteArrayInputStream {

    private static final int SLOW_BYTES = 8;

    private final Duration rest;

    RestingStream(byte[] octets, Duration rest) {
        super(octets);
        this.rest = rest;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        if (pos >= SLOW_BYTES) {
            return super.read(into, offset, length);
        }
        try {
            Thread.sleep(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return super.read(into, offset, 1);
    }
}
