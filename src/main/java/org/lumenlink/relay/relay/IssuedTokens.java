package org.lumenlink.relay.relay;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.relay.RelaySettings.TokenSettings;
import org.lumenlink.relay.token.Ticket;
import org.lumenlink.relay.token.TicketContent;
import org.springframework.stereotype.Service;

@Service
class IssuedTokens implements Tokens {

    private static final int GENERATION_SHIFT = 16;

    private final UserRules rules;
    private final UserStore store;
    private final TokenKeyRing keys;
    private final Endpoints endpoints;
    private final Draining draining;
    private final TokenSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    IssuedTokens(
            UserRules rules,
            UserStore store,
            TokenKeyRing keys,
            Endpoints endpoints,
            Draining draining,
            RelaySettings settings,
            Clock clock) {
        this.rules = rules;
        this.store = store;
        this.keys = keys;
        this.endpoints = endpoints;
        this.draining = draining;
        this.settings = settings.tokens();
        this.clock = clock;
    }

    @Override
    public Token issue(long userId, @Nullable Duration ttl) {
        if (draining.since() != null) {
            throw new RelayDrainingException();
        }
        rules.checkId(userId);
        Instant expiresAt = expiry(ttl == null ? settings.defaultTtl() : ttl);
        User user = store.find(userId).orElseThrow(() -> new UnknownUserException(userId));
        if (!user.enabled()) {
            throw new UserDisabledException(userId);
        }
        long sessionId = ((long) user.generation() << GENERATION_SHIFT) | random.nextInt(1 << GENERATION_SHIFT);
        Ticket ticket = Ticket.seal(keys.active(), new TicketContent(userId, expiresAt.getEpochSecond(), sessionId));
        return new Token(ticket.bytes(), ticket.sessionKey(), expiresAt, endpoints.current());
    }

    /** Returns the first whole second at which the ticket has been valid for its lifetime. */
    private Instant expiry(Duration ttl) {
        if (ttl.compareTo(TokenSettings.SHORTEST) < 0 || ttl.compareTo(settings.maxTtl()) > 0) {
            throw new InvalidValueException(
                    "ttlSeconds", "must be between 1 and " + settings.maxTtl().toSeconds());
        }
        return clock.instant().plus(ttl).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    }
}
