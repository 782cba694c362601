package org.lumenlink.relay.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Issues tokens to users. */
public interface Tokens {

    /**
     * Issues a ticket under the active token key.
     *
     * @param ttl how long it is valid, 1 second to 7 days, or null for the relay's default (1 hour)
     * @throws UnknownUserException if the user is not registered
     * @throws InvalidValueException for a {@code ttlSeconds} out of range
     * @throws UserDisabledException if the user is disabled
     * @throws RelayDrainingException while the relay drains
     */
    Token issue(long userId, @Nullable Duration ttl);

    /**
     * What a client needs. Secret: never logged; {@link #toString} hides it.
     *
     * @param ticket 20 bytes
     * @param sessionKey 16 bytes
     * @param expiresAt whole seconds
     * @param endpoints where to send
     */
    record Token(byte[] ticket, byte[] sessionKey, Instant expiresAt, List<Endpoint> endpoints) {
        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    /** A relay address (literal) and UDP port. */
    record Endpoint(String address, int port) {}
}
