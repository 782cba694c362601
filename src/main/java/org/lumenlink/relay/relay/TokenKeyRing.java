package org.lumenlink.relay.relay;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.TokenKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The token keys of the registry, made ready for use. Makes the first one. */
@Component
class TokenKeyRing {

    private static final Logger log = LoggerFactory.getLogger(TokenKeyRing.class);

    private final TokenKeyStore store;
    private final Clock clock;
    private final Duration longestTicket;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable DerivedKeys active;

    TokenKeyRing(TokenKeyStore store, Clock clock, RelaySettings settings) {
        this.store = store;
        this.clock = clock;
        this.longestTicket = settings.tokens().maxTtl();
    }

    /** Returns the keys that tickets are issued under. */
    DerivedKeys active() {
        DerivedKeys present = active;
        if (present == null) {
            load();
            present = active;
        }
        if (present == null) {
            throw new IllegalStateException("the registry has no active token key");
        }
        return present;
    }

    /** Reads the registry again and returns the keys that verify tickets, newest first. */
    List<DerivedKeys> load() {
        List<TokenKeyRecord> records = store.list();
        if (records.stream().noneMatch(r -> r.state() == TokenKeyState.ACTIVE)) {
            addFirst();
            records = store.list();
        }
        records.stream()
                .filter(r -> r.state() == TokenKeyState.ACTIVE)
                .findFirst()
                .ifPresent(this::activate);
        return records.stream()
                .filter(r -> r.state() != TokenKeyState.GONE)
                .map(TokenKeyRing::derive)
                .toList();
    }

    /** Makes a key that no other is like. */
    TokenKeyRecord make(TokenKeyState state, Instant now) {
        byte[] secret = new byte[TokenKey.LENGTH];
        random.nextBytes(secret);
        return store.add(secret, state, now);
    }

    /** Notes how long tickets may live before the first one is issued: that is how long the key must be kept. */
    private void activate(TokenKeyRecord tokenKey) {
        if (tokenKey.longestTicket().compareTo(longestTicket) < 0) {
            store.allowTickets(tokenKey.id(), longestTicket);
        }
        active = derive(tokenKey);
    }

    private void addFirst() {
        try {
            long id = make(TokenKeyState.ACTIVE, clock.instant().truncatedTo(ChronoUnit.MILLIS))
                    .id();
            log.info("Made token key {}: the registry had no active one", id);
        } catch (VersionConflictException e) {
            log.info("Another relay has just made the active token key");
        }
    }

    private static DerivedKeys derive(TokenKeyRecord tokenKey) {
        return new TokenKey(tokenKey.secret()).derive();
    }
}
