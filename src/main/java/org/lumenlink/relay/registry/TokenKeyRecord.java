package org.lumenlink.relay.registry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token key as the store keeps it. Secret: never logged; {@link #toString} hides it.
 *
 * @param id given by the store, rising
 * @param secret 32 random bytes; zeros once the key is gone
 * @param state where in its life it is
 * @param createdAt whole milliseconds
 * @param activatedAt since when tickets were issued under it, whole milliseconds; null if none were
 * @param retiringSince since when no more are, whole milliseconds; null if it has not come to that
 * @param longestTicket the longest lifetime that a ticket under it may have had
 */
public record TokenKeyRecord(
        long id,
        byte[] secret,
        TokenKeyState state,
        Instant createdAt,
        @Nullable Instant activatedAt,
        @Nullable Instant retiringSince,
        Duration longestTicket) {

    @Override
    public String toString() {
        return "TokenKeyRecord[id=" + id + ", state=" + state + ", createdAt=" + createdAt + "]";
    }
}
