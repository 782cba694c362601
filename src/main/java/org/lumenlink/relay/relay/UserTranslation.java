package org.lumenlink.relay.relay;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserLimit;
import org.springframework.stereotype.Component;

/** Translates users between the API, the registry and the maps, filling in the relay's defaults. */
@Component
class UserTranslation {

    private final DefaultLimits defaultLimits;
    private final int defaultMaxSessions;

    UserTranslation(DefaultLimits defaultLimits, RelaySettings settings) {
        this.defaultLimits = defaultLimits;
        this.defaultMaxSessions = settings.maxSessionsPerUser();
    }

    UserView view(User user) {
        Limits limits = limits(user);
        return new UserView(
                user.id(),
                spec(user),
                new Limit(
                        limits.packetsPerSecond(), limits.burstPackets(), limits.bytesPerSecond(), limits.burstBytes()),
                maxSessions(user),
                user.version(),
                user.createdAt(),
                user.updatedAt());
    }

    UserSpec spec(User user) {
        UserLimit own = user.limit();
        return new UserSpec(
                new Destination(user.destinationAddress(), user.destinationPort()),
                own == null
                        ? null
                        : new Limit(own.packetsPerSecond(), own.burstPackets(), own.bytesPerSecond(), own.burstBytes()),
                user.enabled(),
                user.label(),
                user.maxSessions());
    }

    /** Returns a user that the store has not seen yet. */
    User created(long userId, UserSpec spec, int generation, Instant now) {
        return user(userId, spec, generation, 0, now, now);
    }

    /** Returns the user with something else said of it. */
    User changed(User present, UserSpec spec, Instant now) {
        return user(present.id(), spec, present.generation(), present.version(), present.createdAt(), now);
    }

    /** Returns the value of {@code user_map}. */
    UserEntry entry(User user) {
        return new UserEntry(
                new InetSocketAddress(user.destinationAddress(), user.destinationPort()),
                user.generation(),
                user.enabled(),
                maxSessions(user));
    }

    /** Returns the limits that hold. */
    Limits limits(User user) {
        UserLimit own = user.limit();
        return own == null ? defaultLimits.current() : limits(own);
    }

    /** Returns the value of {@code rate_limit_map}; null if the user is to have no entry. */
    @Nullable Limits entryLimits(User user) {
        UserLimit own = user.limit();
        return own == null ? defaultLimits.entry() : limits(own);
    }

    private static Limits limits(UserLimit own) {
        return new Limits(own.packetsPerSecond(), own.burstPackets(), own.bytesPerSecond(), own.burstBytes());
    }

    private int maxSessions(User user) {
        Integer own = user.maxSessions();
        return own == null ? defaultMaxSessions : own;
    }

    private static User user(
            long id, UserSpec spec, int generation, long version, Instant createdAt, Instant updatedAt) {
        return new User(
                id,
                spec.destination().address(),
                spec.destination().port(),
                limit(spec.rateLimit()),
                spec.enabled(),
                spec.label(),
                spec.maxSessions(),
                generation,
                version,
                createdAt,
                updatedAt);
    }

    private static @Nullable UserLimit limit(@Nullable Limit limit) {
        return limit == null
                ? null
                : new UserLimit(
                        limit.packetsPerSecond(), limit.burstPackets(), limit.bytesPerSecond(), limit.burstBytes());
    }
}
