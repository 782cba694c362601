package org.lumenlink.relay.registry.internal.sqlite;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.stereotype.Repository;

@Repository
class SqliteTokenKeyStore implements TokenKeyStore {

    private static final String INSERT = """
            INSERT INTO token_key (secret, state, created_at) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id""";

    private final SqliteSession session;

    SqliteTokenKeyStore(SqliteSession session) {
        this.session = session;
    }

    @Override
    public List<TokenKeyRecord> list() {
        return session.read(client -> client.sql("SELECT * FROM token_key ORDER BY id DESC")
                .query((row, number) -> new TokenKeyRecord(
                        row.getLong("id"),
                        row.getBytes("secret"),
                        TokenKeyState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        Instant.ofEpochMilli(row.getLong("created_at"))))
                .list());
    }

    @Override
    public TokenKeyRecord add(byte[] secret, TokenKeyState state, Instant createdAt) {
        return session.write(client -> client.sql(INSERT)
                .params(secret, state.name().toLowerCase(Locale.ROOT), createdAt.toEpochMilli())
                .query(Long.class)
                .optional()
                .map(id -> new TokenKeyRecord(id, secret.clone(), state, createdAt))
                .orElseThrow(() -> new VersionConflictException("there is an active token key already")));
    }
}
