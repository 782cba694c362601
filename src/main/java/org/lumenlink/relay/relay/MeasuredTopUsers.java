package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.UserTraffic;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

@Service
class MeasuredTopUsers implements TopUsers {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Source source;
    private final InstantSource clock;
    private @Nullable Sample before;
    private @Nullable Sample latest;

    @Autowired
    MeasuredTopUsers(Dataplane dataplane, Clock clock) {
        this(() -> dataplane.users().traffic(), clock);
    }

    MeasuredTopUsers(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Where counters come from. */
    interface Source {
        List<UserTraffic> read();
    }

    /** Counters of all users. */
    private record Sample(Instant at, Map<Long, UserTraffic> users) {}

    @Override
    public synchronized Ranking top(int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Sample present = latest;
        if (present == null || Duration.between(present.at(), now).compareTo(INTERVAL) >= 0) {
            before = present;
            present = new Sample(
                    now, source.read().stream().collect(Collectors.toMap(UserTraffic::userId, Function.identity())));
            latest = present;
        }
        return rank(present, before, limit);
    }

    private static Ranking rank(Sample present, @Nullable Sample before, int limit) {
        Map<Long, UserTraffic> earlier = before == null ? Map.of() : before.users();
        double seconds =
                before == null ? 0 : Duration.between(before.at(), present.at()).toMillis() / 1000.0;
        List<Ranked> users = present.users().values().stream()
                .filter(user -> user.packetsToDestination() + user.packetsToClient() > 0)
                .map(user -> ranked(user, earlier.get(user.userId()), seconds))
                .sorted(Comparator.comparingLong(MeasuredTopUsers::bytesPerSecond)
                        .thenComparingLong(MeasuredTopUsers::bytes)
                        .reversed()
                        .thenComparingLong(Ranked::userId))
                .limit(limit)
                .toList();
        return new Ranking(present.at(), before == null ? null : before.at(), users);
    }

    /** A user whose counters are lower than before has them anew: it was removed and registered again meanwhile. */
    private static Ranked ranked(UserTraffic now, @Nullable UserTraffic before, double seconds) {
        UserTraffic base = before == null
                        || before.packetsToDestination() > now.packetsToDestination()
                        || before.packetsToClient() > now.packetsToClient()
                ? new UserTraffic(now.userId(), 0, 0, 0, 0)
                : before;
        return new Ranked(
                now.userId(),
                new Traffic(
                        now.packetsToDestination(),
                        now.bytesToDestination(),
                        perSecond(now.packetsToDestination() - base.packetsToDestination(), seconds),
                        perSecond(now.bytesToDestination() - base.bytesToDestination(), seconds)),
                new Traffic(
                        now.packetsToClient(),
                        now.bytesToClient(),
                        perSecond(now.packetsToClient() - base.packetsToClient(), seconds),
                        perSecond(now.bytesToClient() - base.bytesToClient(), seconds)));
    }

    private static long perSecond(long count, double seconds) {
        return seconds == 0 ? 0 : Math.round(count / seconds);
    }

    private static long bytesPerSecond(Ranked user) {
        return user.toDestination().bytesPerSecond() + user.toClient().bytesPerSecond();
    }

    private static long bytes(Ranked user) {
        return user.toDestination().bytes() + user.toClient().bytes();
    }
}
