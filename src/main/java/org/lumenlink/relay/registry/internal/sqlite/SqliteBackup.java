package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.lumenlink.relay.registry.BackupException;
import org.lumenlink.relay.registry.RegistryBackup;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.RegistryUnavailableException.Cause;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Has SQLite copy the database within one transaction, which neither waits for writers nor holds them up. */
public final class SqliteBackup implements RegistryBackup {

    private final Path directory;

    public SqliteBackup(Path directory) {
        this.directory = directory;
    }

    @Override
    public Contents backup(Path file) {
        Path database = directory.resolve(DatabaseFile.NAME);
        if (!Files.exists(database)) {
            throw new BackupException(
                    "there is no registry in %s: name the relay's data directory (--data-dir, or RELAY_DATA_DIR)"
                            .formatted(directory),
                    null);
        }
        if (Files.exists(file)) {
            throw new BackupException(file + " exists already: name another file, or remove it", null);
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            PrivateFiles.make(unfinished);
            try {
                copy(database, unfinished);
                Contents contents = new BackupFile(unfinished, file.toString()).check();
                PrivateFiles.sync(unfinished);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
                PrivateFiles.syncEntry(file);
                return contents;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new BackupException("cannot write %s: %s".formatted(file, PrivateFiles.reason(e)), e);
        }
    }

    @Override
    public Restored restore(Path file) {
        return new Restoration(directory).restore(file);
    }

    private void copy(Path database, Path target) {
        try {
            JdbcClient.create(SqliteConfiguration.sqlite(database))
                    .sql("VACUUM INTO ?")
                    .param(target.toString())
                    .update();
        } catch (DataAccessException e) {
            RegistryUnavailableException failure = SqliteFailure.of(e, directory);
            // Nothing is written to the database itself.
            throw failure.kind() == Cause.FULL
                    ? new BackupException(
                            "there is no room for the backup in %1$s: make some (df -h %1$s)"
                                    .formatted(target.toAbsolutePath().getParent()),
                            e)
                    : failure;
        }
    }
}
