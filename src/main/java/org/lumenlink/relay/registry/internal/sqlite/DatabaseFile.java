package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.RegistryUnavailableException;

/**
 * The database file. Nobody but the relay's own user can read it: it holds the token keys.
 *
 * @param directory the data directory
 * @param path the file in it
 * @param identity tells the file from another one of the same name
 */
record DatabaseFile(Path directory, Path path, Object identity) {

    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    /**
     * Returns the database file in the directory, made if missing: the directory with mode 0700, the file with 0600.
     * SQLite gives its write-ahead log the mode of the file.
     *
     * @throws RegistryUnavailableException if it cannot be made or written
     */
    static DatabaseFile in(Path directory) {
        Path file = directory.resolve("relay.db");
        try {
            makeDirectory(directory);
            if (Files.getFileStore(directory).isReadOnly()) {
                throw SqliteFailure.readOnly(directory, null);
            }
            makeFile(file);
            // SQLite makes its log next to the file, so both have to be writable.
            if (!Files.isWritable(directory) || !Files.isWritable(file)) {
                throw unusable(directory, "it or relay.db in it is not writable", null);
            }
            return new DatabaseFile(directory, file, identity(file));
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(directory, reason(e), e);
        }
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
        return directory.resolve(path.getFileName() + "-wal");
    }

    private RegistryUnavailableException moved(@Nullable IOException cause) {
        return SqliteFailure.damaged(
                directory, "it or relay.db-wal was removed or replaced while the relay was running", cause);
    }

    private static Object identity(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(), "inode");
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
        }
    }

    private static void makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE_MODE));
        } catch (FileAlreadyExistsException e) {
            if (!Files.getPosixFilePermissions(file).equals(FILE_MODE)) {
                Files.setPosixFilePermissions(file, FILE_MODE);
            }
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is not a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "no directory can be made there";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : e.getClass().getSimpleName();
    }

    private static RegistryUnavailableException unusable(Path directory, String reason, @Nullable Exception cause) {
        return new RegistryUnavailableException(
                "the data directory %1$s cannot be used: %2$s. Make it for the user that runs the relay"
                                .formatted(directory, reason)
                        + " (as root: install -d -m 0700 -o %1$s %2$s), or name another directory with LUMENLINK_RELAY_DATA_DIR"
                                .formatted(System.getProperty("user.name"), directory),
                cause);
    }
}
