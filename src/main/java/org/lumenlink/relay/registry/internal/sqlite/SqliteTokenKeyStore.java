package org.lumenlink.relay.registry.internal.sqlite;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.lumenlink.relay.registry.internal.sqlite.EncryptionKey.Sealed;
import org.springframework.stereotype.Repository;

@Repository
class SqliteTokenKeyStore implements TokenKeyStore {

    private static final String INSERT = """
            INSERT INTO token_key (secret, seal, sealed_by, state, created_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id""";

    private final SqliteSession session;
    private final TokenKeyEncryption encryption;

    SqliteTokenKeyStore(SqliteSession session, TokenKeyEncryption encryption) {
        this.session = session;
        this.encryption = encryption;
    }

    @Override
    public List<TokenKeyRecord> list() {
        return session.read(client -> client.sql("SELECT * FROM token_key ORDER BY id DESC")
                .query((row, number) -> new TokenKeyRecord(
                        row.getLong("id"),
                        encryption.open(Sealed.read(row)),
                        TokenKeyState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        Instant.ofEpochMilli(row.getLong("created_at"))))
                .list());
    }

    @Override
    public TokenKeyRecord add(byte[] secret, TokenKeyState state, Instant createdAt) {
        Sealed sealed = encryption.seal(secret);
        return session.write(client -> client.sql(INSERT)
                .param(sealed.ciphertext())
                .param(sealed.seal())
                .param(sealed.sealedBy())
                .param(state.name().toLowerCase(Locale.ROOT))
                .param(createdAt.toEpochMilli())
                .query(Long.class)
                .optional()
                .map(id -> new TokenKeyRecord(id, secret.clone(), state, createdAt))
                .orElseThrow(() -> new VersionConflictException("there is an active token key already")));
    }
}
