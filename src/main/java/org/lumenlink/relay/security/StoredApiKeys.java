package org.lumenlink.relay.security;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.ApiKeyRecord;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

@Service
class StoredApiKeys implements ApiKeys {

    private static final Logger log = LoggerFactory.getLogger(StoredApiKeys.class);

    private final ApiKeyStore store;
    private final Clock clock;

    StoredApiKeys(ApiKeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Created create(String name, Role role, @Nullable Instant expiresAt) {
        String characters = ApiKeySecret.random();
        byte[] hash = ApiKeySecret.hash(characters);
        store.add(hash, role.label(), name, now(), expiresAt);
        return new Created(store.find(hash).map(StoredApiKeys::view).orElseThrow(), characters);
    }

    @Override
    public Page list(long after, int limit) {
        List<ApiKey> found =
                store.list(after, limit + 1).stream().map(StoredApiKeys::view).toList();
        return found.size() <= limit
                ? new Page(found, null)
                : new Page(found.subList(0, limit), found.get(limit - 1).id());
    }

    @Override
    public void revoke(long id) {
        if (!store.removeUnlessLastOf(Role.ADMIN.label(), id, now())) {
            throw store.contains(id) ? new LastAdminKeyException(id) : new UnknownApiKeyException(id);
        }
    }

    /** Returns the key that a client has sent, if it is valid, and notes that it was used today. */
    Optional<ApiKey> use(String characters) {
        Instant now = now();
        Optional<ApiKey> key = store.find(ApiKeySecret.hash(characters))
                .map(StoredApiKeys::view)
                .filter(found -> !found.isExpired(now));
        key.ifPresent(found -> markUsed(found, LocalDate.ofInstant(now, ZoneOffset.UTC)));
        return key;
    }

    private void markUsed(ApiKey key, LocalDate today) {
        if (today.equals(key.lastUsedOn())) {
            return;
        }
        try {
            store.markUsed(key.id(), today);
        } catch (RegistryUnavailableException e) {
            // Whoever only reads must be able to while the disk is full.
            log.warn("Cannot note that API key {} ({}) was used today", key.id(), key.name(), e);
        }
    }

    private static ApiKey view(ApiKeyRecord stored) {
        return new ApiKey(
                stored.id(),
                stored.name(),
                Role.named(stored.role()).orElseThrow(),
                stored.createdAt(),
                stored.lastUsedOn(),
                stored.expiresAt());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
