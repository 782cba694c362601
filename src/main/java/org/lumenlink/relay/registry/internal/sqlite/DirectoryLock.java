package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps relays, which share a data directory, and what must be alone in it apart; ends with the process. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Locks for a relay; empty if another process wants to be alone. */
    static Optional<DirectoryLock> shared(Path directory) throws IOException {
        return lock(directory, true);
    }

    /** Locks for what must be alone; empty if a relay, or another such, is there. */
    static Optional<DirectoryLock> alone(Path directory) throws IOException {
        return lock(directory, false);
    }

    private static Optional<DirectoryLock> lock(Path directory, boolean shared) throws IOException {
        Path file = directory.resolve("relay.lock");
        PrivateFiles.make(file);
        PrivateFiles.giveToOwnerOf(directory, file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            if (lock != null) {
                return Optional.of(new DirectoryLock(channel));
            }
        } catch (OverlappingFileLockException e) {
            // This process holds a lock already, as a relay.
            if (shared) {
                return Optional.of(new DirectoryLock(channel));
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
