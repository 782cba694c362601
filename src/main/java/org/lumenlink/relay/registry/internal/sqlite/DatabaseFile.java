package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.RegistryUnavailableException;

/** Makes the database file so that nobody but the relay's own user can read it: it holds the token keys. */
final class DatabaseFile {

    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");

    private DatabaseFile() {}

    /**
     * Returns the database file in the directory, made if missing: the directory with mode 0700, the file with 0600.
     * SQLite gives its write-ahead log the mode of the file.
     *
     * @throws RegistryUnavailableException if it cannot be made or written
     */
    static Path in(Path directory) {
        Path file = directory.resolve("relay.db");
        try {
            makeDirectory(directory);
            makeFile(file);
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(directory, reason(e), e);
        }
        // SQLite makes its log next to the file, so both have to be writable.
        if (!Files.isWritable(directory) || !Files.isWritable(file)) {
            throw unusable(directory, "it or relay.db in it is not writable", null);
        }
        return file;
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
