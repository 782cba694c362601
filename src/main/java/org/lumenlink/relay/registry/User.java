package org.lumenlink.relay.registry;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered user as the store keeps it.
 *
 * @param id 1 to 4294967295
 * @param destinationAddress where the user's packets go
 * @param destinationPort UDP port, 1 to 65535
 * @param limit the user's own limit, or null for the relay's default
 * @param enabled false refuses every packet of the user
 * @param label free text for finding users, or null
 * @param maxSessions sessions at a time, or null for the relay's default
 * @param generation the ticket generation, 0 to 65535; tickets of any other are refused
 * @param version given by the store, unlike that of every earlier state of every user, and rising
 * @param createdAt whole milliseconds
 * @param updatedAt whole milliseconds
 */
public record User(
        long id,
        InetAddress destinationAddress,
        int destinationPort,
        @Nullable UserLimit limit,
        boolean enabled,
        @Nullable String label,
        @Nullable Integer maxSessions,
        int generation,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** Returns the same with another version. */
    public User withVersion(long newVersion) {
        return new User(
                id,
                destinationAddress,
                destinationPort,
                limit,
                enabled,
                label,
                maxSessions,
                generation,
                newVersion,
                createdAt,
                updatedAt);
    }

    /** Returns the same with another ticket generation, changed at the given time. */
    public User withGeneration(int newGeneration, Instant changedAt) {
        return new User(
                id,
                destinationAddress,
                destinationPort,
                limit,
                enabled,
                label,
                maxSessions,
                newGeneration,
                version,
                createdAt,
                changedAt);
    }
}
