package org.lumenlink.relay.relay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
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
 * @param maxSessionsPerUser sessions at a time of a user that has no number of its own
 * @param tokens lifetimes of tickets
 */
@Validated
@ConfigurationProperties("lumenlink.relay")
record RelaySettings(
        @DefaultValue List<String> endpoints,
        @DefaultValue("5s") Duration sweepInterval,

        @DefaultValue("16") @Min(1) @Max(UserEntry.MAX_SESSIONS) int maxSessionsPerUser,

        @DefaultValue TokenSettings tokens) {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    RelaySettings {
        if (sweepInterval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("lumenlink.relay.sweep-interval must be at least 100ms");
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
}
