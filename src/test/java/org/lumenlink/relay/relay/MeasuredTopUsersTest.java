package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.UserTraffic;
import org.lumenlink.relay.relay.TopUsers.Ranked;
import org.lumenlink.relay.relay.TopUsers.Ranking;
import org.lumenlink.relay.relay.TopUsers.Traffic;

class MeasuredTopUsersTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Instant now = NOW;
    private final List<UserTraffic> counters = new ArrayList<>();
    private int readings;
    private final TopUsers users = new MeasuredTopUsers(
            () -> {
                readings++;
                return List.copyOf(counters);
            },
            () -> now);

    @Test
    void usersWhenReadForTheFirstTimeThenRankedByAllTheirTraffic() {
        counters.add(new UserTraffic(1, 10, 1000, 0, 0));
        counters.add(new UserTraffic(2, 10, 900, 5, 200));
        counters.add(new UserTraffic(3, 0, 0, 0, 0));

        Ranking ranking = users.top(10);

        assertThat(ranking.at()).isEqualTo(NOW);
        assertThat(ranking.since()).isNull();
        assertThat(ranking.users())
                .containsExactly(
                        new Ranked(2, new Traffic(10, 900, 0, 0), new Traffic(5, 200, 0, 0)),
                        new Ranked(1, new Traffic(10, 1000, 0, 0), new Traffic(0, 0, 0, 0)));
    }

    @Test
    void usersWhenReadAgainThenRankedByWhatTheyDidSince() {
        counters.add(new UserTraffic(1, 1000, 1_000_000, 0, 0));
        counters.add(new UserTraffic(2, 10, 1000, 10, 1000));
        users.top(10);
        counters.set(1, new UserTraffic(2, 50, 5000, 30, 3000));
        now = now.plus(Duration.ofSeconds(4));

        Ranking ranking = users.top(1);

        assertThat(ranking.since()).isEqualTo(NOW);
        assertThat(ranking.users())
                .containsExactly(new Ranked(2, new Traffic(50, 5000, 10, 1000), new Traffic(30, 3000, 5, 500)));
    }

    @Test
    void usersWhenRegisteredAnewThenCountFromNothing() {
        counters.add(new UserTraffic(1, 1000, 1_000_000, 0, 0));
        users.top(10);
        counters.set(0, new UserTraffic(1, 8, 800, 0, 0));
        now = now.plus(Duration.ofSeconds(2));

        assertThat(users.top(10).users())
                .containsExactly(new Ranked(1, new Traffic(8, 800, 4, 400), new Traffic(0, 0, 0, 0)));
    }

    @Test
    void countersWhenManyAskWithinTwoSecondsThenReadOnce() {
        users.top(10);
        now = now.plus(Duration.ofMillis(1999));
        users.top(10);
        assertThat(readings).isEqualTo(1);

        now = now.plus(Duration.ofMillis(1));
        users.top(10);
        assertThat(readings).isEqualTo(2);
    }
}
