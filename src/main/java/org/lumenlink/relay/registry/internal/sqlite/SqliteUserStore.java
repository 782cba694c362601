package org.lumenlink.relay.registry.internal.sqlite;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserLimit;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class SqliteUserStore implements UserStore {

    private static final String INSERT = """
            INSERT INTO relay_user (id, destination_address, destination_port, packets_per_second, burst_packets,
                bytes_per_second, burst_bytes, enabled, label, max_sessions, generation, version, created_at, updated_at)
            VALUES (:id, :address, :port, :packetsPerSecond, :burstPackets,
                :bytesPerSecond, :burstBytes, :enabled, :label, :maxSessions, :generation, :version, :createdAt, :updatedAt)
            ON CONFLICT DO NOTHING""";

    private static final String UPDATE = """
            UPDATE relay_user SET destination_address = :address, destination_port = :port,
                packets_per_second = :packetsPerSecond, burst_packets = :burstPackets,
                bytes_per_second = :bytesPerSecond, burst_bytes = :burstBytes, enabled = :enabled, label = :label,
                max_sessions = :maxSessions, generation = :generation, version = :version,
                created_at = :createdAt, updated_at = :updatedAt
            WHERE id = :id AND version = :expected""";

    private final SqliteSession session;

    SqliteUserStore(SqliteSession session) {
        this.session = session;
    }

    @Override
    public Optional<User> find(long id) {
        return session.read(client -> client.sql("SELECT * FROM relay_user WHERE id = ?")
                .param(id)
                .query(UserRow::read)
                .optional());
    }

    @Override
    public User create(User user) {
        return session.write(client -> {
            User created = user.withVersion(nextRevision(client));
            int rows = bind(client.sql(INSERT), created).update();
            requireOne(rows, "user %d exists already", user.id());
            return created;
        });
    }

    @Override
    public User replace(User user) {
        return session.write(client -> {
            User replaced = user.withVersion(nextRevision(client));
            int rows = bind(client.sql(UPDATE), replaced)
                    .param("expected", user.version())
                    .update();
            requireOne(rows, "user %d is not there in the version that was to be replaced", user.id());
            return replaced;
        });
    }

    @Override
    public void delete(long id, long version, Instant now, Instant rememberUntil) {
        session.write(client -> {
            client.sql("DELETE FROM removed_user WHERE remember_until <= ?")
                    .param(now.toEpochMilli())
                    .update();
            client.sql("""
                            INSERT OR REPLACE INTO removed_user (id, generation, remember_until)
                            SELECT id, generation, ? FROM relay_user WHERE id = ? AND version = ?""").params(rememberUntil.toEpochMilli(), id, version).update();
            int rows = client.sql("DELETE FROM relay_user WHERE id = ? AND version = ?")
                    .params(id, version)
                    .update();
            requireOne(rows, "user %d is not there in the version that was to be removed", id);
            return rows;
        });
    }

    @Override
    public OptionalInt removedGeneration(long id, Instant now) {
        return session.read(
                client -> client.sql("SELECT generation FROM removed_user WHERE id = ? AND remember_until > ?")
                        .params(id, now.toEpochMilli())
                        .query(Integer.class)
                        .optional()
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty));
    }

    @Override
    public List<User> list(UserFilter filter, long after, int limit) {
        StringBuilder sql = new StringBuilder("SELECT * FROM relay_user WHERE id > :after");
        if (filter.destination() != null) {
            sql.append(" AND destination_address = :address");
        }
        if (filter.label() != null) {
            sql.append(" AND label = :label");
        }
        sql.append(" ORDER BY id LIMIT :limit");
        return session.read(client -> {
            StatementSpec statement =
                    client.sql(sql.toString()).param("after", after).param("limit", limit);
            if (filter.destination() != null) {
                statement = statement.param("address", UserRow.address(filter.destination()));
            }
            if (filter.label() != null) {
                statement = statement.param("label", filter.label());
            }
            return statement.query(UserRow::read).list();
        });
    }

    @Override
    public long count() {
        return session.read(client -> client.sql("SELECT user_count FROM registry_state")
                .query(Long.class)
                .single());
    }

    private static long nextRevision(JdbcClient client) {
        return client.sql("UPDATE registry_state SET revision = revision + 1 RETURNING revision")
                .query(Long.class)
                .single();
    }

    private static StatementSpec bind(StatementSpec statement, User user) {
        UserLimit limit = user.limit();
        return statement
                .param("id", user.id())
                .param("address", UserRow.address(user.destinationAddress()))
                .param("port", user.destinationPort())
                .param("packetsPerSecond", limit == null ? null : limit.packetsPerSecond())
                .param("burstPackets", limit == null ? null : limit.burstPackets())
                .param("bytesPerSecond", limit == null ? null : limit.bytesPerSecond())
                .param("burstBytes", limit == null ? null : limit.burstBytes())
                .param("enabled", user.enabled())
                .param("label", user.label())
                .param("maxSessions", user.maxSessions())
                .param("generation", user.generation())
                .param("version", user.version())
                .param("createdAt", user.createdAt().toEpochMilli())
                .param("updatedAt", user.updatedAt().toEpochMilli());
    }

    private static void requireOne(int rows, String message, long id) {
        if (rows != 1) {
            throw new VersionConflictException(message.formatted(id));
        }
    }
}
