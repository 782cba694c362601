package org.lumenlink.relay.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps API keys, by their hashes.
 *
 * <p>All methods throw {@link RegistryUnavailableException} if the store cannot be reached, read or written.
 */
public interface ApiKeyStore {

    /**
     * Adds a key; does nothing if one with this hash is there. Returns whether it did.
     *
     * @param hash 32 bytes
     * @param expiresAt whole milliseconds, or null for never
     */
    boolean add(byte[] hash, String role, String name, Instant createdAt, @Nullable Instant expiresAt);

    /** Returns the key with a hash, expired or not. */
    Optional<ApiKeyRecord> find(byte[] hash);

    /** Tells whether there is a key with an id. */
    boolean contains(long id);

    /** Returns at most so many keys with ids above the given one, in order. */
    List<ApiKeyRecord> list(long after, int limit);

    /** Tells whether there is a key of a role that has not expired. */
    boolean hasValid(String role, Instant now);

    /** Removes a key, unless it is the only one of a role that has not expired. Returns whether it did. */
    boolean removeUnlessLastOf(String role, long id, Instant now);

    /** Notes the day that a key was used on. */
    void markUsed(long id, LocalDate day);
}
