package org.lumenlink.relay.registry.internal.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
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
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

@Repository
class SqliteUserStore implements UserStore {

    private static final String SELECT = "SELECT " + UserRow.COLUMNS + " FROM relay_user ";

    /** A JSON array of ids, each looked up in the table that follows: IN would sort them first. */
    private static final String WANTED = "(SELECT value AS wanted FROM json_each(?)) CROSS JOIN ";

    private static final String INSERT = "INSERT INTO relay_user (" + UserRow.COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    /** The id is set to what it is. */
    private static final String UPDATE = "UPDATE relay_user SET (" + UserRow.COLUMNS
            + ") = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ? AND version = ?";

    private final SqliteSession session;
    private final JdbcOperations jdbc;

    SqliteUserStore(SqliteSession session, JdbcOperations jdbc) {
        this.session = session;
        this.jdbc = jdbc;
    }

    @Override
    public Optional<User> find(long id) {
        return session.read(client -> client.sql(SELECT + "WHERE id = ?")
                .param(id)
                .query(UserRow::read)
                .optional());
    }

    @Override
    public Map<Long, User> findAll(Collection<Long> ids) {
        return session.read(client -> client
                .sql("SELECT " + UserRow.COLUMNS + " FROM " + WANTED + "relay_user ON id = wanted")
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
            int rows = jdbc.update(INSERT, row -> UserRow.write(created, row));
            requireOne(rows, "user %d exists already", user.id());
            return created;
        });
    }

    @Override
    public User replace(User user) {
        return session.write(client -> {
            User replaced = user.withVersion(nextRevision(client, 1));
            int rows = jdbc.update(UPDATE, row -> writeReplaced(new Replaced(user, replaced), row));
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
            List<User> created = new ArrayList<>();
            List<Replaced> replaced = new ArrayList<>();
            for (User user : users) {
                User next = user.withVersion(++version);
                written.add(next);
                if (user.version() == 0) {
                    created.add(next);
                } else {
                    replaced.add(new Replaced(user, next));
                }
            }
            run(INSERT, created, (row, user) -> UserRow.write(user, row));
            run(UPDATE, replaced, (row, each) -> writeReplaced(each, row));
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
        StringBuilder sql = new StringBuilder(SELECT + "WHERE id > :after");
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
        session.read(client -> client.sql(
                        "SELECT id, generation FROM " + WANTED + "removed_user ON id = wanted WHERE remember_until > ?")
                .params(array(ids), now.toEpochMilli())
                .query((row, number) -> found.put(row.getLong("id"), row.getInt("generation")))
                .list());
        return found;
    }

    private <T> void run(String sql, List<T> rows, ParameterizedPreparedStatementSetter<T> setter) {
        if (rows.isEmpty()) {
            return;
        }
        for (int[] batch : jdbc.batchUpdate(sql, rows, rows.size(), setter)) {
            for (int changed : batch) {
                if (changed != 1) {
                    throw new VersionConflictException("a user of the batch is not as it was when it was read");
                }
            }
        }
    }

    private static void writeReplaced(Replaced user, PreparedStatement statement) throws SQLException {
        int next = UserRow.write(user.by(), statement);
        statement.setLong(next, user.present().id());
        statement.setLong(next + 1, user.present().version());
    }

    /** Raises the revision, and returns it. */
    private static long nextRevision(JdbcClient client, int changes) {
        return client.sql("UPDATE registry_state SET revision = revision + ? RETURNING revision")
                .param(changes)
                .query(Long.class)
                .single();
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

    private record Replaced(User present, User by) {}
}
