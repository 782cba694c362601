package org.lumenlink.relay.security;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

@Service
class StoredApiKeys implements ApiKeys {

    private static final Logger log = LoggerFactory.getLogger(StoredApiKeys.class);

    private final ApiKeyTable table;
    private final Clock clock;

    StoredApiKeys(ApiKeyTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public Created create(String name, Role role, @Nullable Instant expiresAt) {
        String characters = ApiKeySecret.random();
        byte[] hash = ApiKeySecret.hash(characters);
        table.add(hash, role, name, now(), expiresAt);
        return new Created(table.find(hash).orElseThrow(), characters);
    }

    @Override
    public Page list(long after, int limit) {
        List<ApiKey> found = table.list(after, limit + 1);
        return found.size() <= limit
                ? new Page(found, null)
                : new Page(found.subList(0, limit), found.get(limit - 1).id());
    }

    @Override
    public void revoke(long id) {
        if (!table.removeUnlessLastAdmin(id, now())) {
            throw table.contains(id) ? new LastAdminKeyException(id) : new UnknownApiKeyException(id);
        }
    }

    /** Returns the key that a client has sent, if it is valid, and notes that it was used today. */
    Optional<ApiKey> use(String characters) {
        Instant now = now();
        Optional<ApiKey> key = table.find(ApiKeySecret.hash(characters)).filter(found -> !found.isExpired(now));
        key.ifPresent(found -> markUsed(found, LocalDate.ofInstant(now, ZoneOffset.UTC)));
        return key;
    }

    private void markUsed(ApiKey key, LocalDate today) {
        if (today.equals(key.lastUsedOn())) {
            return;
        }
        try {
            table.markUsed(key.id(), today);
        } catch (DataAccessException e) {
            // Whoever only reads must be able to while the disk is full.
            log.warn("Cannot note that API key {} ({}) was used today", key.id(), key.name(), e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
