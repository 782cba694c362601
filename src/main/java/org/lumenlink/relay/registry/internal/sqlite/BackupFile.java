package org.lumenlink.relay.registry.internal.sqlite;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateResult;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.BackupException;
import org.lumenlink.relay.registry.RegistryBackup.Contents;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** A file that is said to be a backup. */
final class BackupFile {

    /** More changes than a relay makes between a backup and its restoration. */
    private static final long REVISIONS = 1_000_000_000;

    private final String name;
    private final SQLiteDataSource database;
    private final JdbcClient client;

    /**
     * @param path of the file
     * @param name for messages
     */
    BackupFile(Path path, String name) {
        this.name = name;
        this.database = SqliteConfiguration.unchanged(path);
        this.client = JdbcClient.create(database);
    }

    /**
     * Makes sure that it is a backup, whole, and of a schema that this relay knows.
     *
     * @throws BackupException if it is not
     */
    Contents check() {
        try {
            if (client.sql("PRAGMA journal_mode").query(String.class).single().equals("wal")) {
                throw new BackupException(
                        name + " is a relay's own database, which is not whole without its write-ahead log: make a"
                                + " backup of it (scripts/lumenlink backup FILE)",
                        null);
            }
            IntegrityCheck.run(client).ifPresent(damage -> {
                throw damaged(damage, null);
            });
            if (!has("flyway_schema_history") || !has("relay_user")) {
                throw new BackupException(name + " is a database, but no relay's", null);
            }
            requireKnownSchema();
            return contents();
        } catch (DataAccessException e) {
            throw damaged("SQLite cannot read it", e);
        }
    }

    /** Goes past all versions that were given since the backup was made: none may come to mean something else. */
    void skipRevisions() {
        client.sql("UPDATE registry_state SET revision = revision + ?")
                .param(REVISIONS)
                .update();
    }

    private void requireKnownSchema() {
        Flyway flyway = Flyway.configure()
                .dataSource(database)
                // What is to be migrated yet, the next start migrates.
                .ignoreMigrationPatterns("*:pending")
                .load();
        try {
            ValidateResult result = flyway.validateWithResult();
            if (!result.validationSuccessful) {
                throw newer(String.valueOf(result.getAllErrorMessages()), null);
            }
        } catch (FlywayException e) {
            throw newer(String.valueOf(e.getMessage()), e);
        }
    }

    private Contents contents() {
        return new Contents(
                count("relay_user", ""),
                count("token_key", " WHERE state <> 'gone'"),
                has("denied_network") ? count("denied_network", "") : 0,
                encryptionKeys());
    }

    private List<String> encryptionKeys() {
        boolean knowsEncryption =
                client.sql("SELECT count(*) FROM pragma_table_info('token_key') WHERE name = 'sealed_by'")
                                .query(Long.class)
                                .single()
                        == 1;
        return knowsEncryption
                ? client.sql("SELECT DISTINCT sealed_by FROM token_key WHERE sealed_by IS NOT NULL ORDER BY sealed_by")
                        .query((row, number) -> Objects.requireNonNull(row.getString(1)))
                        .list()
                : List.of();
    }

    private boolean has(String table) {
        return client.sql("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?")
                        .param(table)
                        .query(Long.class)
                        .single()
                == 1;
    }

    private long count(String table, String condition) {
        return client.sql("SELECT count(*) FROM " + table + condition)
                .query(Long.class)
                .single();
    }

    private BackupException damaged(String reason, @Nullable DataAccessException cause) {
        return new BackupException(name + " is no backup, or a damaged one: " + reason, cause);
    }

    private BackupException newer(String reason, @Nullable FlywayException cause) {
        return new BackupException(
                name + " has a schema that this relay does not know: restore it with the version that wrote it. "
                        + reason,
                cause);
    }
}
