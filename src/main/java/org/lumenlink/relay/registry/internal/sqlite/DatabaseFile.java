package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.RegistryUnavailableException.Cause;

/**
 * The database file in use. Nobody but the relay's own user can read it: it holds the token keys. No backup is restored
 * in its place before it is closed.
 */
final class DatabaseFile implements AutoCloseable {

    static final String NAME = "relay.db";

    private final Path directory;
    private final Path path;
    private final Object identity;
    private final DirectoryLock lock;

    private DatabaseFile(Path directory, Path path, Object identity, DirectoryLock lock) {
        this.directory = directory;
        this.path = path;
        this.identity = identity;
        this.lock = lock;
    }

    /**
     * Returns the database file in the directory, made if missing: the directory with mode 0700, the file with 0600.
     * SQLite gives its write-ahead log the mode of the file.
     *
     * @throws RegistryUnavailableException if it cannot be made or written
     */
    static DatabaseFile in(Path directory) {
        try {
            PrivateFiles.makeDirectory(directory);
            requireUsable(directory);
            return open(directory);
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(directory, PrivateFiles.reason(e), e);
        }
    }

    /**
     * Makes sure that files can be made in a directory.
     *
     * @throws RegistryUnavailableException if not
     */
    static void requireUsable(Path directory) throws IOException {
        if (Files.getFileStore(directory).isReadOnly()) {
            throw SqliteFailure.readOnly(directory, null);
        }
        if (!Files.isDirectory(directory)) {
            throw unusable(directory, "it is not a directory", null);
        }
        // SQLite makes its log next to the file, so both have to be writable.
        if (!Files.isWritable(directory)) {
            throw unusable(directory, "it is not writable", null);
        }
    }

    private static DatabaseFile open(Path directory) throws IOException {
        DirectoryLock lock = DirectoryLock.shared(directory)
                .orElseThrow(() -> other(
                        "a backup is being restored into the data directory %s".formatted(directory),
                        "start when that has ended",
                        null));
        try {
            if (Files.exists(Restoration.marker(directory))) {
                throw Restoration.unfinished(directory);
            }
            Path file = directory.resolve(NAME);
            PrivateFiles.make(file);
            if (!Files.isWritable(file)) {
                throw unusable(directory, "relay.db in it is not writable", null);
            }
            return new DatabaseFile(directory, file, identity(file), lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Returns the data directory. */
    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /**
     * Makes sure, while the database is open, that what is written to it is found again after a restart.
     *
     * @throws RegistryUnavailableException if the file or its write-ahead log is no longer the one that is open
     */
    void requireInPlace() {
        try {
            if (identity(path).equals(identity) && Files.exists(log())) {
                return;
            }
        } catch (IOException e) {
            throw moved(e);
        }
        throw moved(null);
    }

    private Path log() {
        return path.resolveSibling(NAME + "-wal");
    }

    private RegistryUnavailableException moved(@Nullable IOException cause) {
        return SqliteFailure.damaged(
                directory, "it or relay.db-wal was removed or replaced while the relay was running", cause);
    }

    private static Object identity(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(), "inode");
    }

    static RegistryUnavailableException unusable(Path directory, String reason, @Nullable Exception cause) {
        return other(
                "the data directory %s cannot be used: %s".formatted(directory, reason),
                "make it for the user that runs the relay (as root: install -d -m 0700 -o %s %s), or name another directory with LUMENLINK_RELAY_DATA_DIR"
                        .formatted(System.getProperty("user.name"), directory),
                cause);
    }

    private static RegistryUnavailableException other(String what, String mend, @Nullable Exception cause) {
        return new RegistryUnavailableException(Cause.OTHER, what, mend, cause);
    }
}
