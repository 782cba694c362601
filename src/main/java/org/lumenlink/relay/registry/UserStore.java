package org.lumenlink.relay.registry;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Keeps users. What a method has returned from is durable. Changes name the version that they are meant for and are
 * refused for any other, so that writers who do not know of each other never overwrite unseen changes.
 *
 * <p>All methods throw {@link RegistryUnavailableException} if the store cannot be reached, read or written.
 */
public interface UserStore {

    /** Returns a user, or empty if there is none with this id. */
    Optional<User> find(long id);

    /** Returns those of the users that there are, by their ids. */
    Map<Long, User> findAll(Collection<Long> ids);

    /**
     * Adds a user.
     *
     * @param user its version is ignored
     * @return the user with the version that the store gave it
     * @throws VersionConflictException if there is a user with this id
     */
    User create(User user);

    /**
     * Replaces a user.
     *
     * @param user its version is the one that it replaces
     * @return the user with the version that the store gave it
     * @throws VersionConflictException if there is no user with this id and version
     */
    User replace(User user);

    /**
     * Adds and replaces users, all or none.
     *
     * @param users as for {@link #create} where the version is 0, else as for {@link #replace}; each user once
     * @return the users in the same order, with the versions that the store gave them
     * @throws VersionConflictException if one of them is not in the store as it must be
     */
    List<User> writeAll(Collection<User> users);

    /**
     * Removes a user, and remembers its ticket generation.
     *
     * @param version the one to be removed
     * @param now time of the removal
     * @param rememberUntil when the last ticket of the user has expired
     * @throws VersionConflictException if there is no user with this id and version
     */
    void delete(long id, long version, Instant now, Instant rememberUntil);

    /**
     * Returns the ticket generation of a removed user that had this id, or empty if there was none or its tickets have
     * expired. A user registered anew under the id must start with another.
     */
    OptionalInt removedGeneration(long id, Instant now);

    /** Returns {@link #removedGeneration} of each of these ids that has one. */
    Map<Long, Integer> removedGenerations(Collection<Long> ids, Instant now);

    /**
     * Returns users by rising id.
     *
     * @param after ids above this one
     * @param limit at most this many
     */
    List<User> list(UserFilter filter, long after, int limit);

    /** Returns how many users there are; takes the same time for one as for 100,000. */
    long count();
}
