package org.lumenlink.relay.relay;

import java.util.Optional;
import org.lumenlink.relay.registry.RegistryUnavailableException;

/**
 * What is wrong with the store, for callers of the use cases: any of them fails if it cannot be read or written.
 *
 * @param message why, and what mends it
 * @param isFull whether it has no room for more
 */
public record StoreFailure(String message, boolean isFull) {

    /** Tells whether it was the store that made a use case fail. */
    public static Optional<StoreFailure> in(Throwable failure) {
        return failure instanceof RegistryUnavailableException unavailable
                ? Optional.of(new StoreFailure(
                        String.valueOf(unavailable.getMessage()),
                        unavailable.kind() == RegistryUnavailableException.Cause.FULL))
                : Optional.empty();
    }
}
