package org.lumenlink.relay.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.ApiKeys.ApiKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps API keys in the registry's database; each change is one statement, so none needs a transaction around it. */
@Repository
class ApiKeyTable {

    private static final String VALID_ADMIN = "role = 'admin' AND (expires_at IS NULL OR expires_at > :now)";

    private final JdbcClient client;

    ApiKeyTable(JdbcClient client) {
        this.client = client;
    }

    /** Adds a key; does nothing if one with this hash is there. */
    void add(byte[] hash, Role role, String name, Instant createdAt, @Nullable Instant expiresAt) {
        client.sql("""
                        INSERT INTO api_key (hash, role, name, created_at, expires_at)
                        VALUES (:hash, :role, :name, :createdAt, :expiresAt) ON CONFLICT DO NOTHING""")
                .param("hash", hash)
                .param("role", role.label())
                .param("name", name)
                .param("createdAt", createdAt.toEpochMilli())
                .param("expiresAt", expiresAt == null ? null : expiresAt.toEpochMilli())
                .update();
    }

    Optional<ApiKey> find(byte[] hash) {
        return client.sql("SELECT * FROM api_key WHERE hash = ?")
                .param(hash)
                .query(ApiKeyTable::read)
                .optional();
    }

    boolean contains(long id) {
        return client.sql("SELECT count(*) FROM api_key WHERE id = ?")
                        .param(id)
                        .query(Long.class)
                        .single()
                > 0;
    }

    List<ApiKey> list(long after, int limit) {
        return client.sql("SELECT * FROM api_key WHERE id > ? ORDER BY id LIMIT ?")
                .params(after, limit)
                .query(ApiKeyTable::read)
                .list();
    }

    boolean hasValidAdmin(Instant now) {
        return client.sql("SELECT count(*) FROM api_key WHERE " + VALID_ADMIN)
                        .param("now", now.toEpochMilli())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Removes a key unless it is the only valid one of role admin; tells whether it did. */
    boolean removeUnlessLastAdmin(long id, Instant now) {
        return client.sql("DELETE FROM api_key WHERE id = :id AND (NOT (" + VALID_ADMIN
                                + ") OR EXISTS (SELECT * FROM api_key WHERE id <> :id AND " + VALID_ADMIN + "))")
                        .param("id", id)
                        .param("now", now.toEpochMilli())
                        .update()
                == 1;
    }

    void markUsed(long id, LocalDate day) {
        client.sql("UPDATE api_key SET last_used_on = ? WHERE id = ?")
                .params(day.toEpochDay(), id)
                .update();
    }

    private static ApiKey read(ResultSet row, int number) throws SQLException {
        long day = row.getLong("last_used_on");
        LocalDate lastUsedOn = row.wasNull() ? null : LocalDate.ofEpochDay(day);
        long expiry = row.getLong("expires_at");
        Instant expiresAt = row.wasNull() ? null : Instant.ofEpochMilli(expiry);
        return new ApiKey(
                row.getLong("id"),
                row.getString("name"),
                Role.named(row.getString("role")).orElseThrow(),
                Instant.ofEpochMilli(row.getLong("created_at")),
                lastUsedOn,
                expiresAt);
    }
}
