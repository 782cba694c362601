package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.BackupException;
import org.lumenlink.relay.registry.RegistryBackup.Contents;
import org.lumenlink.relay.registry.RegistryBackup.Restored;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.RegistryUnavailableException.Cause;
import org.springframework.dao.DataAccessException;

/** Puts a backup in the place of the database, while no relay runs on it. */
final class Restoration {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;

    Restoration(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns the checked backup that is about to take the place of the database. While it is there, the data directory
     * may hold a database with another's write-ahead log: no relay may start on it.
     */
    static Path marker(Path directory) {
        return directory.resolve(DatabaseFile.NAME + ".restoring");
    }

    /** Says that a restoration was broken off, and the data directory is of no use before it is repeated. */
    static RegistryUnavailableException unfinished(Path directory) {
        return new RegistryUnavailableException(
                Cause.OTHER,
                "a backup was not restored to its end in the data directory %s".formatted(directory),
                "restore it again (scripts/lumenlink restore FILE)",
                null);
    }

    Restored restore(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BackupException("there is no file " + file, null);
        }
        try {
            PrivateFiles.makeDirectory(directory);
            try (@Nullable DirectoryLock lock = DirectoryLock.alone(directory).orElse(null)) {
                if (lock == null) {
                    throw new BackupException(
                            "a relay is running on the data directory %s: stop it first".formatted(directory), null);
                }
                return replace(file);
            }
        } catch (IOException e) {
            throw new BackupException(
                    "cannot restore %s into %s: %s".formatted(file, directory, PrivateFiles.reason(e)), e);
        }
    }

    private Restored replace(Path file) throws IOException {
        Path incoming = directory.resolve(DatabaseFile.NAME + ".incoming");
        try {
            copy(file, incoming);
            Contents contents = prepare(incoming, file);
            Files.move(incoming, marker(directory), StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.sync(directory);
            Optional<Path> replaced = putAside();
            Files.move(marker(directory), directory.resolve(DatabaseFile.NAME), StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.sync(directory);
            return new Restored(contents, replaced);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private void copy(Path file, Path incoming) throws IOException {
        Files.deleteIfExists(incoming);
        PrivateFiles.make(incoming);
        try (OutputStream out = Files.newOutputStream(incoming)) {
            Files.copy(file, out);
        }
    }

    private Contents prepare(Path incoming, Path file) throws IOException {
        BackupFile backup = new BackupFile(incoming, file.toString());
        Contents contents = backup.check();
        try {
            backup.skipRevisions();
        } catch (DataAccessException e) {
            throw SqliteFailure.of(e, directory);
        }
        PrivateFiles.giveToOwnerOf(directory, incoming);
        PrivateFiles.sync(incoming);
        return contents;
    }

    /** Keeps what is there, write-ahead log and all, under a name that SQLite finds both by. */
    private Optional<Path> putAside() throws IOException {
        Path database = directory.resolve(DatabaseFile.NAME);
        Path replaced = directory.resolve(DatabaseFile.NAME + ".replaced-" + TIME.format(Instant.now()));
        Files.deleteIfExists(directory.resolve(DatabaseFile.NAME + "-shm"));
        moveIfThere(
                directory.resolve(DatabaseFile.NAME + "-wal"),
                replaced.resolveSibling(replaced.getFileName() + "-wal"));
        return moveIfThere(database, replaced) ? Optional.of(replaced) : Optional.empty();
    }

    private static boolean moveIfThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
