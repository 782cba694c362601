package org.lumenlink.relay.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.lumenlink.relay.dataplane.TokenKeyMap;
import org.lumenlink.relay.dataplane.UserEntry;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the use cases.
 *
 * @param endpoints where clients are told to send, each {@code address:port} or {@code [address]:port}; empty for all
 *     addresses of the attached interfaces with the relay's port
 * @param sweepInterval how often sessions whose tickets have expired are removed, at least 100 ms
 * @param reconcileInterval how often the maps are compared with the registry, at least 100 ms
 * @param maxSessionsPerUser sessions at a time of a user that has no number of its own
 * @param tokens lifetimes of tickets
 * @param tokenKeys the life of token keys
 */
@Validated
@ConfigurationProperties("lumenlink.relay")
record RelaySettings(
        @DefaultValue List<String> endpoints,
        @DefaultValue("5s") Duration sweepInterval,
        @DefaultValue("1m") Duration reconcileInterval,

        @DefaultValue("16") @Min(1) @Max(UserEntry.MAX_SESSIONS) int maxSessionsPerUser,

        @DefaultValue TokenSettings tokens,
        @DefaultValue TokenKeySettings tokenKeys) {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    RelaySettings {
        if (sweepInterval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("lumenlink.relay.sweep-interval must be at least 100ms");
        }
        if (reconcileInterval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("lumenlink.relay.reconcile-interval must be at least 100ms");
        }
        Duration shortest = tokenKeys.shortestInterval(tokens.maxTtl());
        if (tokenKeys.isRotating() && tokenKeys.rotationInterval().compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "lumenlink.relay.token-keys.rotation-interval must be at least %d minutes, a third of the longest lifetime of a ticket in whole minutes, since a relay holds %d token keys; or shorten lumenlink.relay.tokens.max-ttl"
                            .formatted(shortest.toMinutes(), TokenKeyMap.SLOTS));
        }
    }

    /**
     * Lifetimes of tickets.
     *
     * @param defaultTtl where the request names none
     * @param maxTtl the longest that may be asked for; at most 7 days, since revocation counts on it
     */
    record TokenSettings(
            @DefaultValue("1h") Duration defaultTtl,
            @DefaultValue("7d") Duration maxTtl) {

        /** The longest lifetime of a ticket that a relay can be set to. */
        static final Duration LONGEST = Duration.ofDays(7);

        static final Duration SHORTEST = Duration.ofSeconds(1);

        TokenSettings {
            if (maxTtl.compareTo(SHORTEST) < 0 || maxTtl.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("lumenlink.relay.tokens.max-ttl must be between 1s and 7d");
            }
            if (defaultTtl.compareTo(SHORTEST) < 0 || defaultTtl.compareTo(maxTtl) > 0) {
                throw new IllegalArgumentException(
                        "lumenlink.relay.tokens.default-ttl must be between 1s and lumenlink.relay.tokens.max-ttl");
            }
        }
    }

    /**
     * The life of token keys.
     *
     * @param rotationInterval how long a key is active before the next one is staged; 0 for no rotation but by hand
     * @param stagingTime how long a key is staged, in which every relay comes to know it; at least 1 s
     */
    record TokenKeySettings(
            @DefaultValue("0s") Duration rotationInterval,
            @DefaultValue("1m") Duration stagingTime) {

        TokenKeySettings {
            if (stagingTime.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("lumenlink.relay.token-keys.staging-time must be at least 1s");
            }
        }

        boolean isRotating() {
            return !rotationInterval.isZero();
        }

        /** Returns how long a key must verify after it was the active one. */
        Duration retirement(Duration longestTicket) {
            // Relays that do not know yet that it retires issue on for the staging time; expiry is rounded up a second.
            return longestTicket.plus(stagingTime).plusSeconds(1);
        }

        /** Returns the interval at which there is room for a staged key beside the active one and two that retire. */
        private Duration shortestInterval(Duration maxTtl) {
            return retirement(maxTtl)
                    .dividedBy(TokenKeyMap.SLOTS - 1)
                    .plusMinutes(1)
                    .truncatedTo(ChronoUnit.MINUTES);
        }
    }
}
