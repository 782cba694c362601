package org.lumenlink.relay.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Splits a body into lines, of which only one at a time is held. */
final class LineReader {

    private static final int BUFFER = 64 * 1024;

    private final BodyInput in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int end;
    private long number;

    /**
     * @param limit of a line in bytes, without its end
     */
    LineReader(BodyInput in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Returns the number of the line that was read last, or that was being read when that failed; the first is 1. */
    long number() {
        return number;
    }

    /**
     * Returns the next line without its end, or null after the last one. A line feed ends a line; the last one need not
     * have one.
     *
     * @throws BodyTooLargeException if the line is too long; it has been skipped, and reading can go on
     */
    byte @Nullable [] next() throws IOException {
        line.reset();
        number++;
        in.restart();
        long length = 0;
        boolean isEnded = false;
        while (!isEnded && fill()) {
            int start = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            length += position - start;
            if (length <= limit) {
                line.write(buffer, start, position - start);
            }
            isEnded = position < end;
            position += isEnded ? 1 : 0;
        }
        if (length > limit) {
            throw new BodyTooLargeException(limit);
        }
        return isEnded || length > 0 ? line.toByteArray() : null;
    }

    /** Returns whether there is something in the buffer. */
    private boolean fill() throws IOException {
        if (position < end) {
            return true;
        }
        position = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER));
        return end > 0;
    }
}
