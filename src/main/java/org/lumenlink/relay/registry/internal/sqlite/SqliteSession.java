package org.lumenlink.relay.registry.internal.sqlite;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.RegistryUnavailableException.Cause;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs statements and says in the port's terms when the database fails. Once it was found damaged, nothing more is
 * written to it: whatever was acknowledged after that would be lost when a backup takes its place.
 */
@Component
class SqliteSession {

    private final JdbcClient client;
    private final TransactionTemplate transactions;
    private final ConnectionPool pool;
    private final DatabaseFile file;
    private volatile @Nullable RegistryUnavailableException damage;

    SqliteSession(
            JdbcClient client, PlatformTransactionManager transactionManager, ConnectionPool pool, DatabaseFile file) {
        this.client = client;
        this.pool = pool;
        this.transactions = new TransactionTemplate(transactionManager);
        this.file = file;
    }

    /** Reads with single statements. */
    <T> T read(Function<JdbcClient, T> statements) {
        return explaining(() -> statements.apply(client));
    }

    /** Writes in one transaction; any exception rolls it back. */
    <T> T write(Function<JdbcClient, T> statements) {
        RegistryUnavailableException earlier = damage;
        if (earlier != null) {
            throw new RegistryUnavailableException(earlier.kind(), earlier.what(), earlier.mend(), earlier);
        }
        // Spring's signature allows null for callbacks that return none; ours always return a value.
        return explaining(() -> Objects.requireNonNull(transactions.execute(status -> {
            T result = statements.apply(client);
            file.requireInPlace();
            return result;
        })));
    }

    private <T> T explaining(Supplier<T> statements) {
        try {
            return statements.get();
        } catch (DataAccessException | TransactionException e) {
            throw failed(SqliteFailure.of(e, file.directory()));
        } catch (IllegalArgumentException e) {
            throw failed(SqliteFailure.damaged(file.directory(), "it holds what no relay has written", e));
        } catch (RegistryUnavailableException e) {
            throw failed(e);
        }
    }

    private RegistryUnavailableException failed(RegistryUnavailableException e) {
        if (e.kind() == Cause.DAMAGED) {
            damage = e;
        } else {
            pool.forget();
        }
        return e;
    }
}
