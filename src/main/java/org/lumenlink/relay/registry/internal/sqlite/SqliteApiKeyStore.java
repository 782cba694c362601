package org.lumenlink.relay.registry.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.ApiKeyRecord;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.springframework.stereotype.Repository;

@Repository
class SqliteApiKeyStore implements ApiKeyStore {

    private static final String SELECT = "SELECT id, role, name, created_at, last_used_on, expires_at FROM api_key ";
    private static final String VALID = "role = :role AND (expires_at IS NULL OR expires_at > :now)";

    private final SqliteSession session;

    SqliteApiKeyStore(SqliteSession session) {
        this.session = session;
    }

    @Override
    public boolean add(byte[] hash, String role, String name, Instant createdAt, @Nullable Instant expiresAt) {
        return session.write(client -> client.sql("""
                        INSERT INTO api_key (hash, role, name, created_at, expires_at)
                        VALUES (:hash, :role, :name, :createdAt, :expiresAt) ON CONFLICT DO NOTHING""")
                        .param("hash", hash)
                        .param("role", role)
                        .param("name", name)
                        .param("createdAt", createdAt.toEpochMilli())
                        .param("expiresAt", expiresAt == null ? null : expiresAt.toEpochMilli())
                        .update()
                == 1);
    }

    @Override
    public Optional<ApiKeyRecord> find(byte[] hash) {
        return session.read(client -> client.sql(SELECT + "WHERE hash = ?")
                .param(hash)
                .query(SqliteApiKeyStore::read)
                .optional());
    }

    @Override
    public boolean contains(long id) {
        return session.read(client -> client.sql("SELECT count(*) FROM api_key WHERE id = ?")
                        .param(id)
                        .query(Long.class)
                        .single()
                > 0);
    }

    @Override
    public List<ApiKeyRecord> list(long after, int limit) {
        return session.read(client -> client.sql(SELECT + "WHERE id > ? ORDER BY id LIMIT ?")
                .params(after, limit)
                .query(SqliteApiKeyStore::read)
                .list());
    }

    @Override
    public boolean hasValid(String role, Instant now) {
        return session.read(client -> client.sql("SELECT count(*) FROM api_key WHERE " + VALID)
                        .param("role", role)
                        .param("now", now.toEpochMilli())
                        .query(Long.class)
                        .single()
                > 0);
    }

    @Override
    public boolean removeUnlessLastOf(String role, long id, Instant now) {
        return session.write(client -> client.sql("DELETE FROM api_key WHERE id = :id AND (NOT (" + VALID
                                + ") OR EXISTS (SELECT * FROM api_key WHERE id <> :id AND " + VALID + "))")
                        .param("role", role)
                        .param("id", id)
                        .param("now", now.toEpochMilli())
                        .update()
                == 1);
    }

    @Override
    public void markUsed(long id, LocalDate day) {
        session.write(client -> client.sql("UPDATE api_key SET last_used_on = ? WHERE id = ?")
                .params(day.toEpochDay(), id)
                .update());
    }

    private static ApiKeyRecord read(ResultSet row, int number) throws SQLException {
        long day = row.getLong(5);
        LocalDate lastUsedOn = row.wasNull() ? null : LocalDate.ofEpochDay(day);
        long expiry = row.getLong(6);
        Instant expiresAt = row.wasNull() ? null : Instant.ofEpochMilli(expiry);
        return new ApiKeyRecord(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                lastUsedOn,
                expiresAt);
    }
}
