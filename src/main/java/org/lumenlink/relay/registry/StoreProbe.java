package org.lumenlink.relay.registry;

/** Tells whether the store takes changes. */
public interface StoreProbe {

    /**
     * Makes a change that means nothing, as durable as any other.
     *
     * @throws RegistryUnavailableException if the store does not take it, or lost something that it held
     */
    void write();
}
