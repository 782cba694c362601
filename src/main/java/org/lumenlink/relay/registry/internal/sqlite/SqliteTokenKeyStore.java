package org.lumenlink.relay.registry.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.lumenlink.relay.registry.internal.sqlite.EncryptionKey.Sealed;
import org.springframework.stereotype.Repository;

@Repository
class SqliteTokenKeyStore implements TokenKeyStore {

    private static final String INSERT = """
            INSERT INTO token_key (secret, seal, sealed_by, state, created_at, activated_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id""";

    /** How many keys that are gone are listed. */
    private static final int GONE = 8;

    private static final int SECRET_LENGTH = 32;

    private final SqliteSession session;
    private final TokenKeyEncryption encryption;

    SqliteTokenKeyStore(SqliteSession session, TokenKeyEncryption encryption) {
        this.session = session;
        this.encryption = encryption;
    }

    @Override
    public List<TokenKeyRecord> list() {
        return session.read(client -> client.sql("SELECT * FROM token_key ORDER BY id DESC")
                .query((row, number) -> record(row))
                .list());
    }

    @Override
    public TokenKeyRecord add(byte[] secret, TokenKeyState state, Instant createdAt) {
        Sealed sealed = encryption.seal(secret);
        Instant activatedAt = state == TokenKeyState.ACTIVE ? createdAt : null;
        return session.write(client -> client.sql(INSERT)
                .param(sealed.ciphertext())
                .param(sealed.seal())
                .param(sealed.sealedBy())
                .param(label(state))
                .param(createdAt.toEpochMilli())
                .param(activatedAt == null ? null : activatedAt.toEpochMilli())
                .query(Long.class)
                .optional()
                .map(id -> new TokenKeyRecord(id, secret.clone(), state, createdAt, activatedAt, null, Duration.ZERO))
                .orElseThrow(() -> new VersionConflictException("there is an active token key already")));
    }

    @Override
    public void activate(long id, Instant now) {
        session.write(client -> {
            client.sql("UPDATE token_key SET state = 'retiring', retiring_since = ? WHERE state = 'active'")
                    .param(now.toEpochMilli())
                    .update();
            int rows = client.sql(
                            "UPDATE token_key SET state = 'active', activated_at = ? WHERE id = ? AND state = 'staged'")
                    .params(now.toEpochMilli(), id)
                    .update();
            if (rows != 1) {
                throw new VersionConflictException("token key " + id + " is not staged any more");
            }
            return rows;
        });
    }

    @Override
    public void allowTickets(long id, Duration lifetime) {
        session.write(client -> client.sql("UPDATE token_key SET longest_ticket = max(longest_ticket, ?) WHERE id = ?")
                .params(lifetime.toMillis(), id)
                .update());
    }

    @Override
    public void discard(long id) {
        Sealed zeros = encryption.seal(new byte[SECRET_LENGTH]);
        session.write(client -> {
            client.sql("UPDATE token_key SET state = 'gone', secret = ?, seal = ?, sealed_by = ? WHERE id = ?")
                    .param(zeros.ciphertext())
                    .param(zeros.seal())
                    .param(zeros.sealedBy())
                    .param(id)
                    .update();
            return client.sql("""
                            DELETE FROM token_key WHERE state = 'gone' AND id NOT IN
                                (SELECT id FROM token_key WHERE state = 'gone' ORDER BY id DESC LIMIT ?)""").param(GONE).update();
        });
    }

    private TokenKeyRecord record(ResultSet row) throws SQLException {
        return new TokenKeyRecord(
                row.getLong("id"),
                encryption.open(Sealed.read(row)),
                TokenKeyState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "activated_at"),
                time(row, "retiring_since"),
                Duration.ofMillis(row.getLong("longest_ticket")));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static String label(TokenKeyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
