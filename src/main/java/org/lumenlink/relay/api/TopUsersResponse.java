package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.TopUsers.Ranked;
import org.lumenlink.relay.relay.TopUsers.Ranking;
import org.lumenlink.relay.relay.TopUsers.Traffic;

/** The users with the most traffic, in JSON. */
@Schema(name = "TopUsers", description = "Users with the most traffic, the one with the most first.")
record TopUsersResponse(
        @Schema(description = "When the counters were read.")
        Instant at,

        @Schema(
                description =
                        "When they were read before: rates are of the time since. Null if they were not; then users"
                                + " are ranked by all their traffic.")
        @Nullable Instant since,

        List<User> users) {

    static TopUsersResponse of(Ranking ranking) {
        return new TopUsersResponse(
                ranking.at(),
                ranking.since(),
                ranking.users().stream()
                        .map(user -> User.of(user, ranking.since() != null))
                        .toList());
    }

    /** A user. */
    @Schema(name = "TopUser", description = "A user's traffic.")
    record User(@Schema(example = "42") long userId, Direction toDestination, Direction toClient) {

        private static User of(Ranked user, boolean hasRates) {
            return new User(
                    user.userId(),
                    Direction.of(user.toDestination(), hasRates),
                    Direction.of(user.toClient(), hasRates));
        }
    }

    /** Traffic in one direction. */
    @Schema(name = "TopUserDirection", description = "Traffic in one direction.")
    record Direction(
            @Schema(description = "Packets forwarded since the relay's maps were made.")
            long packets,

            @Schema(description = "Bytes of their IP packets.")
            long bytes,

            @Nullable Long packetsPerSecond,
            @Nullable Long bytesPerSecond) {

        private static Direction of(Traffic traffic, boolean hasRates) {
            return new Direction(
                    traffic.packets(),
                    traffic.bytes(),
                    hasRates ? traffic.packetsPerSecond() : null,
                    hasRates ? traffic.bytesPerSecond() : null);
        }
    }
}
