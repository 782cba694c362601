package org.lumenlink.relay.registry.internal.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** Opens the database; Spring Boot does the rest (migrations, transactions, JdbcClient). */
@Configuration(proxyBeanMethods = false)
class SqliteConfiguration {

    private static final int CONNECTIONS = 4;
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    @Bean
    DatabaseFile databaseFile(SqliteSettings settings) {
        return DatabaseFile.in(settings.dataDir());
    }

    @Bean
    ConnectionPool dataSource(DatabaseFile file) {
        SQLiteDataSource sqlite = sqlite(file.path());
        try {
            IntegrityCheck.run(JdbcClient.create(sqlite)).ifPresent(damage -> {
                throw SqliteFailure.damaged(file.directory(), damage, null);
            });
        } catch (DataAccessException e) {
            throw SqliteFailure.of(e, file.directory());
        }
        return new ConnectionPool(sqlite, CONNECTIONS, CONNECTION_TIMEOUT);
    }

    @Bean
    FlywayMigrationStrategy explainedMigration(DatabaseFile file) {
        return flyway -> {
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                throw SqliteFailure.ofMigration(e, file.directory());
            }
        };
    }

    /** Opens a database as it is: looking at a file must not turn it into one with a write-ahead log. */
    static SQLiteDataSource unchanged(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource sqlite = new SQLiteDataSource(config);
        sqlite.setUrl("jdbc:sqlite:" + file);
        return sqlite;
    }

    static SQLiteDataSource sqlite(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // A revocation that was answered must not come back to life with the power: wait for the disk at each commit.
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // A transaction that reads first and writes later would fail with SQLITE_BUSY if another wrote in between.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        // A database that was there and is gone is an error, not an empty one.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource sqlite = new SQLiteDataSource(config);
        sqlite.setUrl("jdbc:sqlite:" + file);
        return sqlite;
    }
}
