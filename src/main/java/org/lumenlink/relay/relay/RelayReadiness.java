package org.lumenlink.relay.relay;

/** Tells whether the relay does what it has been told, and can be told more. */
public interface RelayReadiness {

    /** Tells whether it does, and can. */
    default boolean isReady() {
        return reason().isEmpty() && storeReason().isEmpty() && keysReason().isEmpty();
    }

    /**
     * Returns what does not hold of these, in one sentence: the program is attached, the maps are equal to the registry,
     * and the relay does not drain. Empty if all do.
     */
    String reason();

    /** Returns why the store takes no changes, in one sentence; empty if it does. */
    String storeReason();

    /** Returns why the program would not take a ticket that is issued now, in one sentence; empty if it would. */
    String keysReason();
}
