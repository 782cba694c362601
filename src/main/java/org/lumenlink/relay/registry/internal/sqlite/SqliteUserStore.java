package org.lumenlink.relay.registry.internal.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserLimit;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
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
    private final NamedParameterJdbcOperations batches;

    SqliteUserStore(SqliteSession session, NamedParameterJdbcOperations batches) {
        this.session = session;
        this.batches = batches;
    }

    @Override
    public Optional<User> find(long id) {
        return session.read(client -> client.sql("SELECT * FROM relay_user WHERE id = ?")
                .param(id)
                .query(UserRow::read)
                .optional());
    }

    @Override
    public Map<Long, User> findAll(Collection<Long> ids) {
        return session.read(client -> client
                .sql("SELECT * FROM relay_user WHERE id IN (SELECT value FROM json_each(?))")
                .param(array(ids))
                .query(UserRow::read)
                .list()
                .stream()
                .collect(Collectors.toMap(User::id, Function.identity())));
    }

    @Override
    public User create(User user) {
        return session.write(client -> {
            User created = user.withVersion(nextRevision(client, 1));
            int rows = client.sql(INSERT).params(columns(created)).update();
            requireOne(rows, "user %d exists already", user.id());
            return created;
        });
    }

    @Override
    public User replace(User user) {
        return session.write(client -> {
            User replaced = user.withVersion(nextRevision(client, 1));
            int rows = client.sql(UPDATE)
                    .params(columns(replaced))
                    .param("expected", user.version())
                    .update();
            requireOne(rows, "user %d is not there in the version that was to be replaced", user.id());
            return replaced;
        });
    }

    @Override
    public List<User> writeAll(Collection<User> users) {
        if (users.isEmpty()) {
            return List.of();
        }
        return session.write(client -> {
            long version = nextRevision(client, users.size()) - users.size();
            List<User> written = new ArrayList<>(users.size());
            List<Map<String, @Nullable Object>> created = new ArrayList<>();
            List<Map<String, @Nullable Object>> replaced = new ArrayList<>();
            for (User user : users) {
                User next = user.withVersion(++version);
                written.add(next);
                Map<String, @Nullable Object> columns = columns(next);
                if (user.version() == 0) {
                    created.add(columns);
                } else {
                    columns.put("expected", user.version());
                    replaced.add(columns);
                }
            }
            run(INSERT, created);
            run(UPDATE, replaced);
            return written;
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

    @Override
    public Map<Long, Integer> removedGenerations(Collection<Long> ids, Instant now) {
        Map<Long, Integer> found = new HashMap<>();
        session.read(client -> client.sql("""
                        SELECT id, generation FROM removed_user
                        WHERE id IN (SELECT value FROM json_each(?)) AND remember_until > ?""")
                .params(array(ids), now.toEpochMilli())
                .query((row, number) -> found.put(row.getLong("id"), row.getInt("generation")))
                .list());
        return found;
    }

    private void run(String sql, List<Map<String, @Nullable Object>> rows) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map<String, ?>[] batch = rows.toArray(new Map[0]);
        for (int changed : batches.batchUpdate(sql, batch)) {
            if (changed != 1) {
                throw new VersionConflictException("a user of the batch is not as it was when it was read");
            }
        }
    }

    /** Raises the revision, and returns it. */
    private static long nextRevision(JdbcClient client, int changes) {
        return client.sql("UPDATE registry_state SET revision = revision + ? RETURNING revision")
                .param(changes)
                .query(Long.class)
                .single();
    }

    private static Map<String, @Nullable Object> columns(User user) {
        UserLimit limit = user.limit();
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("id", user.id());
        columns.put("address", UserRow.address(user.destinationAddress()));
        columns.put("port", user.destinationPort());
        columns.put("packetsPerSecond", limit == null ? null : limit.packetsPerSecond());
        columns.put("burstPackets", limit == null ? null : limit.burstPackets());
        columns.put("bytesPerSecond", limit == null ? null : limit.bytesPerSecond());
        columns.put("burstBytes", limit == null ? null : limit.burstBytes());
        columns.put("enabled", user.enabled());
        columns.put("label", user.label());
        columns.put("maxSessions", user.maxSessions());
        columns.put("generation", user.generation());
        columns.put("version", user.version());
        columns.put("createdAt", user.createdAt().toEpochMilli());
        columns.put("updatedAt", user.updatedAt().toEpochMilli());
        return columns;
    }

    /** Returns a JSON array, which is the one way to hand SQLite many values as one parameter. */
    private static String array(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private static void requireOne(int rows, String message, long id) {
        if (rows != 1) {
            throw new VersionConflictException(message.formatted(id));
        }
    }
}
