package org.lumenlink.relay.relay;

/**
 * Tells whether the relay does what it has been told: its program attached, the registry reachable, and the maps equal
 * to the registry.
 */
public interface RelayReadiness {

    /** Tells whether all of it holds. */
    default boolean isReady() {
        return reason().isEmpty();
    }

    /** Returns what does not hold, in one sentence; empty if all does. */
    String reason();
}
