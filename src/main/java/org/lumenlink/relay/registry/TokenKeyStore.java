package org.lumenlink.relay.registry;

import java.time.Instant;
import java.util.List;

/**
 * Keeps token keys.
 *
 * <p>All methods throw {@link RegistryUnavailableException} if the store cannot be reached, read or written.
 */
public interface TokenKeyStore {

    /** Returns all keys, newest first. */
    List<TokenKeyRecord> list();

    /**
     * Adds a key.
     *
     * @param secret 32 random bytes
     * @throws VersionConflictException if the key is to be active and there is an active one
     */
    TokenKeyRecord add(byte[] secret, TokenKeyState state, Instant createdAt);
}
