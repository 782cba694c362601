package org.lumenlink.relay.relay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which users have the most traffic. */
public interface TopUsers {

    /**
     * Ranks users by their bytes in both directions since the reading before, or, as long as there is none, in all. The
     * counters of all users are read in one pass, at most every two seconds, however many ask.
     *
     * @param limit at most this many
     */
    Ranking top(int limit);

    /**
     * Users with the most traffic, the one with the most first.
     *
     * @param at when the counters were read
     * @param since when they were read before, or null if they were not
     */
    record Ranking(Instant at, @Nullable Instant since, List<Ranked> users) {}

    /** A user's traffic by direction. */
    record Ranked(long userId, Traffic toDestination, Traffic toClient) {}

    /**
     * Traffic in one direction.
     *
     * @param packets since the relay's maps were made
     * @param bytes of their IP packets
     * @param packetsPerSecond since the reading before; 0 without one
     * @param bytesPerSecond likewise
     */
    record Traffic(long packets, long bytes, long packetsPerSecond, long bytesPerSecond) {}
}
