package org.lumenlink.relay.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** Reads a body, and gives up on a client that takes too long to send it. */
final class BodyInput {

    private final InputStream in;
    private final Duration allowed;
    private long startedAt;

    BodyInput(InputStream in, Duration allowed) {
        this.in = in;
        this.allowed = allowed;
        restart();
    }

    /** Gives the client the whole time again. */
    void restart() {
        startedAt = System.nanoTime();
    }

    /**
     * Reads as {@link InputStream#read(byte[], int, int)} does.
     *
     * @throws BodyTimeoutException if the time is over; the server itself gives up on a client that sends nothing at all
     */
    int read(byte[] into, int offset, int length) throws IOException {
        int read = readOrGiveUp(into, offset, length);
        if (read > 0 && System.nanoTime() - startedAt > allowed.toNanos()) {
            throw new BodyTimeoutException(allowed);
        }
        return read;
    }

    private int readOrGiveUp(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
                throw new BodyTimeoutException(allowed);
            }
            throw e;
        }
    }

    /** Reads until the end, or until there is more than a limit. */
    byte[] readAll(int limit) throws IOException {
        byte[] body = new byte[1024];
        int length = 0;
        int read = read(body, 0, body.length);
        while (read >= 0) {
            length += read;
            if (length > limit) {
                throw new BodyTooLargeException(limit);
            }
            if (length == body.length) {
                body = Arrays.copyOf(body, Math.min(2 * length, limit + 1));
            }
            read = read(body, length, body.length - length);
        }
        return Arrays.copyOf(body, length);
    }
}
