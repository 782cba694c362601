package org.lumenlink.relay.registry.internal.sqlite;

import java.util.Objects;
import java.util.function.Function;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs statements and says in the port's terms when the database fails. */
@Component
class SqliteSession {

    private final JdbcClient client;
    private final TransactionTemplate transactions;

    SqliteSession(JdbcClient client, PlatformTransactionManager transactionManager) {
        this.client = client;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    /** Reads with single statements. */
    <T> T read(Function<JdbcClient, T> statements) {
        try {
            return statements.apply(client);
        } catch (DataAccessException e) {
            throw unavailable(e);
        }
    }

    /** Writes in one transaction; any exception rolls it back. */
    <T> T write(Function<JdbcClient, T> statements) {
        try {
            // Spring's signature allows null for callbacks that return none; ours always return a value.
            return Objects.requireNonNull(transactions.execute(status -> statements.apply(client)));
        } catch (DataAccessException | TransactionException e) {
            throw unavailable(e);
        }
    }

    private static RegistryUnavailableException unavailable(RuntimeException e) {
        return new RegistryUnavailableException(
                "the registry (relay.db in the data directory) cannot be read or written: check free space and the health of its disk",
                e);
    }
}
