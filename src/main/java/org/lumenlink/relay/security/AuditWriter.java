package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends lines to the last file of the audit log. A line is written by one call, so that it survives the relay from
 * then on; {@link #force} has it survive the machine.
 */
class AuditWriter implements AutoCloseable {

    static final long FILE_SIZE = 16 * 1024 * 1024;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final byte[] NEWLINE = {'\n'};

    private final AuditFiles files;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock forcing = new ReentrantLock(true);
    private long number;
    private FileChannel channel;
    private long written;
    private long forced;

    AuditWriter(AuditFiles files) throws IOException {
        this.files = files;
        List<Long> numbers = files.numbers();
        this.number = numbers.isEmpty() ? 1 : numbers.getLast();
        this.channel = open(files.file(number));
        if (channel.size() > 0 && !endsWithNewline(files.file(number))) {
            // The machine went down in the middle of a line.
            writeWhole(NEWLINE);
        }
    }

    /** Appends a line, which ends with a newline, and returns the place behind it for {@link #force}. */
    long append(byte[] line) throws IOException {
        writing.lock();
        try {
            if (channel.size() + line.length > FILE_SIZE) {
                startNext();
            }
            writeWhole(line);
            written += line.length;
            return written;
        } finally {
            writing.unlock();
        }
    }

    /** Waits until everything up to a place is on disk; those who wait at the same time share the effort. */
    void force(long upTo) throws IOException {
        forcing.lock();
        try {
            if (forced >= upTo) {
                return;
            }
            FileChannel present;
            long target;
            writing.lock();
            try {
                present = channel;
                target = written;
            } finally {
                writing.unlock();
            }
            forceUnlessClosed(present);
            forced = target;
        } finally {
            forcing.unlock();
        }
    }

    /** Waits until all that was appended is on disk. */
    void force() throws IOException {
        long target;
        writing.lock();
        try {
            target = written;
        } finally {
            writing.unlock();
        }
        force(target);
    }

    @Override
    public void close() throws IOException {
        force();
        channel.close();
    }

    private void startNext() throws IOException {
        files.makeRoom(FILE_SIZE);
        FileChannel next = open(files.file(number + 1));
        channel.force(false);
        channel.close();
        channel = next;
        number++;
    }

    /** A file is closed only after it was forced: {@link #startNext}. */
    private static void forceUnlessClosed(FileChannel file) throws IOException {
        try {
            file.force(false);
        } catch (ClosedChannelException e) {
            // Then it is on disk.
        }
    }

    /** Takes back what was written of a line that does not fit on the disk, so that there are whole lines only. */
    private void writeWhole(byte[] line) throws IOException {
        long start = channel.size();
        ByteBuffer buffer = ByteBuffer.wrap(line);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            if (buffer.position() > 0) {
                channel.truncate(start);
            }
            throw e;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                OWNER_ONLY);
    }

    private static boolean endsWithNewline(Path file) throws IOException {
        try (FileChannel reader = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            reader.read(last, reader.size() - 1);
            return last.get(0) == '\n';
        }
    }
}
