package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lines of the audit log, latest first. */
class AuditReader {

    /** No line is longer: names, subjects and paths have bounds. */
    static final int LONGEST_LINE = 4096;

    private final AuditFiles files;

    AuditReader(AuditFiles files) {
        this.files = files;
    }

    /**
     * Returns lines with the places where they start.
     *
     * @param before only lines that end there or before, or null for all
     * @param limit at most this many
     */
    List<Line> read(@Nullable Place before, int limit) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (long number : files.numbers().reversed()) {
            if (lines.size() < limit && (before == null || number <= before.number())) {
                long end = before != null && number == before.number() ? before.offset() : Long.MAX_VALUE;
                readFile(number, end, limit - lines.size(), lines);
            }
        }
        return lines;
    }

    private void readFile(long number, long end, int limit, List<Line> lines) throws IOException {
        try (FileChannel file = FileChannel.open(files.file(number))) {
            long stop = Math.min(end, file.size());
            // Holds as many whole lines as are wanted, and a part of another.
            long start = Math.max(0, stop - (long) LONGEST_LINE * (limit + 1));
            byte[] part = bytes(file, start, stop);
            int wanted = lines.size() + limit;
            int after = endOfLastLine(part);
            while (after > 0 && lines.size() < wanted) {
                int begin = endOfLastLine(part, after - 1);
                if (begin == 0 && start > 0) {
                    return;
                }
                String text = new String(part, begin, after - begin, StandardCharsets.UTF_8);
                lines.add(new Line(new Place(number, start + begin), text));
                after = begin;
            }
        } catch (NoSuchFileException e) {
            // Just removed, as the oldest.
        }
    }

    /** A last line without its end is being written. */
    private static int endOfLastLine(byte[] part) {
        return endOfLastLine(part, part.length);
    }

    private static int endOfLastLine(byte[] part, int from) {
        int end = from;
        while (end > 0 && part[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static byte[] bytes(FileChannel file, long start, long stop) throws IOException {
        ByteBuffer part = ByteBuffer.allocate((int) (stop - start));
        while (part.hasRemaining() && file.read(part, start + part.position()) >= 0) {
            // Reads until the part is full.
        }
        return part.array();
    }

    /**
     * A place in the log.
     *
     * @param number of the file
     * @param offset in it
     */
    record Place(long number, long offset) {

        static Place parse(String text) {
            int dot = text.indexOf('.');
            return new Place(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return number + "." + offset;
        }
    }

    /** A line and where it starts. */
    record Line(Place place, String text) {}
}
