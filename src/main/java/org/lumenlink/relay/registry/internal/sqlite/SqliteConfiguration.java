package org.lumenlink.relay.registry.internal.sqlite;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens the database; Spring Boot does the rest (migrations, transactions, JdbcClient). */
@Configuration(proxyBeanMethods = false)
class SqliteConfiguration {

    private static final int CONNECTIONS = 4;
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    @Bean
    HikariDataSource dataSource(SqliteSettings settings) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // A revocation that was answered must not come back to life with the power: wait for the disk at each commit.
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // A transaction that reads first and writes later would fail with SQLITE_BUSY if another wrote in between.
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource sqlite = new SQLiteDataSource(config);
        sqlite.setUrl("jdbc:sqlite:" + DatabaseFile.in(settings.dataDir()));
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("registry");
        pool.setDataSource(sqlite);
        pool.setMaximumPoolSize(CONNECTIONS);
        return pool;
    }
}
