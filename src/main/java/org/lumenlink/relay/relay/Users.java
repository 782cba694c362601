package org.lumenlink.relay.relay;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Registers users. A change is validated, committed to the store, written to the maps, and only then answered; a
 * refused change leaves store and maps as they were.
 *
 * <p>All methods that take a user id throw {@link InvalidValueException} for one outside 1 to 4294967295.
 */
public interface Users {

    /**
     * Registers a user or replaces what was said of it.
     *
     * @throws InvalidValueException with every field that is wrong
     * @throws PreconditionFailedException if {@code precondition} does not hold
     * @throws RegistryFullException if there is no room for another user
     */
    Put put(long userId, UserSpec spec, Precondition precondition);

    /**
     * Changes what is said of a user.
     *
     * @param change from the present to the wanted
     * @throws UnknownUserException if the user is not registered
     */
    UserView update(long userId, UnaryOperator<UserSpec> change, Precondition precondition);

    /** Returns a user; throws {@link UnknownUserException} if it is not registered. */
    UserView get(long userId);

    /** Removes a user and its limits; its sessions end at once. Throws {@link UnknownUserException}. */
    void delete(long userId, Precondition precondition);

    /** Returns users in the order of their ids. */
    Page list(Query query);

    /** Raises the user's ticket generation: its sessions end and tickets issued before are dead. */
    void revokeSessions(long userId);

    /** Returns what the user's packets amounted to since the relay's maps were made. */
    UserStats stats(long userId);

    /** Outcome of {@link #put}. */
    record Put(UserView user, boolean created) {}

    /**
     * Which users to list.
     *
     * @param after list ids above this one; 0 for the first page
     * @param limit at most this many, 1 to 1000
     * @param destination only users with this destination address, or null
     * @param label only users with exactly this label, or null
     */
    record Query(
            long after,
            int limit,
            java.net.@Nullable InetAddress destination,
            @Nullable String label) {}

    /**
     * A page of users.
     *
     * @param next the {@code after} of the next page, or null on the last
     */
    record Page(List<UserView> users, @Nullable Long next) {}

    /** Traffic of one user by direction. */
    record UserStats(long userId, DirectionStats toDestination, DirectionStats toClient) {}

    /**
     * Traffic of one user in one direction.
     *
     * @param packets forwarded
     * @param bytes of the forwarded IP packets
     * @param limitedPackets dropped by the user's limits
     */
    record DirectionStats(long packets, long bytes, long limitedPackets) {}
}
