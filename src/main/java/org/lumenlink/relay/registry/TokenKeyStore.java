package org.lumenlink.relay.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Keeps token keys.
 *
 * <p>All methods throw {@link RegistryUnavailableException} if the store cannot be reached, read or written.
 */
public interface TokenKeyStore {

    /** Returns all keys, newest first; of those that are gone the latest few. */
    List<TokenKeyRecord> list();

    /**
     * Adds a key.
     *
     * @param secret 32 random bytes
     * @throws VersionConflictException if the key is to be active and there is an active one
     */
    TokenKeyRecord add(byte[] secret, TokenKeyState state, Instant createdAt);

    /**
     * Makes a staged key the active one, and has the one that was active retire.
     *
     * @throws VersionConflictException if the key is not staged any more; nothing was changed
     */
    void activate(long id, Instant now);

    /** Notes that tickets under a key may have this lifetime from now on, if it is longer than what was noted before. */
    void allowTickets(long id, Duration lifetime);

    /** Has a key be gone, and overwrites its secret. */
    void discard(long id);
}
