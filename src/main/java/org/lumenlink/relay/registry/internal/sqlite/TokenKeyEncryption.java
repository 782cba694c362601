package org.lumenlink.relay.registry.internal.sqlite;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import org.lumenlink.relay.registry.internal.sqlite.EncryptionKey.Sealed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Encrypts and decrypts token keys. At the start every one in the store must be one that can be decrypted; those that
 * are not encrypted yet, or under the previous key, are encrypted under the present one.
 */
@Component
class TokenKeyEncryption {

    private static final Logger log = LoggerFactory.getLogger(TokenKeyEncryption.class);

    private final EncryptionKeys keys;
    private final EncryptionKey key;

    /** Throws {@link org.lumenlink.relay.registry.EncryptionKeyException} if a token key cannot be decrypted. */
    TokenKeyEncryption(EncryptionKeys keys, SqliteSession session) {
        this.keys = keys;
        List<Row> rows = session.read(TokenKeyEncryption::rows);
        this.key = keys.current(rows.stream()
                .map(row -> row.sealed().sealedBy())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        Optional<EncryptionKey> previous = keys.previous();
        List<Row> changed = rows.stream()
                .filter(row -> !key.id().equals(row.sealed().sealedBy()))
                .map(row -> new Row(row.id(), key.seal(open(row.sealed(), previous))))
                .toList();
        rows.stream().filter(row -> key.id().equals(row.sealed().sealedBy())).forEach(row -> open(row.sealed()));
        if (!changed.isEmpty()) {
            session.write(client ->
                    changed.stream().mapToInt(row -> update(client, row)).sum());
            session.read(TokenKeyEncryption::emptyLog);
            log.info("Encrypted {} token key(s) under encryption key {}", changed.size(), key.id());
        }
    }

    Sealed seal(byte[] secret) {
        return key.seal(secret);
    }

    byte[] open(Sealed sealed) {
        try {
            return key.open(sealed);
        } catch (AEADBadTagException e) {
            throw keys.damaged(e);
        }
    }

    private byte[] open(Sealed sealed, Optional<EncryptionKey> previous) {
        String sealedBy = sealed.sealedBy();
        if (sealedBy == null) {
            return sealed.ciphertext();
        }
        EncryptionKey other = previous.filter(known -> known.id().equals(sealedBy))
                .orElseThrow(() -> keys.missing(sealedBy, keys.place() + " has encryption key " + key.id()));
        try {
            return other.open(sealed);
        } catch (AEADBadTagException e) {
            throw keys.damaged(e);
        }
    }

    /** The log still has the pages as they were. */
    private static int emptyLog(JdbcClient client) {
        return client.sql("PRAGMA wal_checkpoint(TRUNCATE)")
                .query((row, number) -> number)
                .list()
                .size();
    }

    private int update(JdbcClient client, Row row) {
        return client.sql("UPDATE token_key SET secret = ?, seal = ?, sealed_by = ? WHERE id = ?")
                .params(row.sealed().ciphertext(), row.sealed().seal(), key.id(), row.id())
                .update();
    }

    private static List<Row> rows(JdbcClient client) {
        return client.sql("SELECT * FROM token_key")
                .query((row, number) -> new Row(row.getLong("id"), Sealed.read(row)))
                .list();
    }

    private record Row(long id, Sealed sealed) {}
}
