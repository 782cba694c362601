package org.lumenlink.relay.registry.internal.sqlite;

import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DataSourceConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.dbcp2.PoolingDataSource;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Keeps connections with their prepared statements: SQLite takes longer to prepare most of ours than to run them. */
final class ConnectionPool extends DelegatingDataSource implements AutoCloseable {

    private static final int STATEMENTS = 100;

    private final GenericObjectPool<PoolableConnection> pool;

    /**
     * Opens no connection yet.
     *
     * @param connections at a time
     * @param timeout how long to wait for one
     */
    ConnectionPool(DataSource database, int connections, Duration timeout) {
        PoolableConnectionFactory factory =
                new PoolableConnectionFactory(new DataSourceConnectionFactory(database), null);
        factory.setPoolStatements(true);
        factory.setMaxOpenPreparedStatements(STATEMENTS);
        GenericObjectPoolConfig<PoolableConnection> config = new GenericObjectPoolConfig<>();
        config.setMaxTotal(connections);
        config.setMaxIdle(connections);
        config.setMaxWait(timeout);
        config.setJmxEnabled(false);
        pool = new GenericObjectPool<>(factory, config);
        factory.setPool(pool);
        setTargetDataSource(new PoolingDataSource<>(pool));
    }

    /** Closes the connections that nobody uses: one that was opened while the disk was read-only stays so. */
    void forget() {
        pool.clear();
    }

    @Override
    public void close() {
        pool.close();
    }
}
