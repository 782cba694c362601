package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.lumenlink.relay.relay.Users.DirectionStats;
import org.lumenlink.relay.relay.Users.UserStats;

/** A user's traffic in JSON. */
@Schema(name = "UserStats", description = "Traffic of a user since the relay's maps were made.")
record UserStatsResponse(@Schema(example = "42") long userId, Direction toDestination, Direction toClient) {

    static UserStatsResponse of(UserStats stats) {
        return new UserStatsResponse(
                stats.userId(), Direction.of(stats.toDestination()), Direction.of(stats.toClient()));
    }

    /** Traffic in one direction. */
    @Schema(name = "UserStatsDirection", description = "Traffic in one direction.")
    record Direction(
            @Schema(description = "Packets forwarded.") long packets,

            @Schema(description = "Bytes of the forwarded IP packets.")
            long bytes,

            @Schema(description = "Packets dropped by the user's limits.")
            long limitedPackets) {

        static Direction of(DirectionStats stats) {
            return new Direction(stats.packets(), stats.bytes(), stats.limitedPackets());
        }
    }
}
