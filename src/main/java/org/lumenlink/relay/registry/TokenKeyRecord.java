package org.lumenlink.relay.registry;

import java.time.Instant;

/**
 * A token key as the store keeps it. Secret: never logged; {@link #toString} hides it.
 *
 * @param id given by the store, rising
 * @param secret 32 random bytes
 * @param state where in its life it is
 * @param createdAt whole milliseconds
 */
public record TokenKeyRecord(long id, byte[] secret, TokenKeyState state, Instant createdAt) {

    @Override
    public String toString() {
        return "TokenKeyRecord[id=" + id + ", state=" + state + ", createdAt=" + createdAt + "]";
    }
}
