package org.lumenlink.relay.relay;

import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.StoreProbe;
import org.springframework.stereotype.Component;

/** Remembers whether the store took the latest change that it was tried with. */
@Component
class StoreWatch {

    private final StoreProbe probe;
    private volatile String reason = "";

    StoreWatch(StoreProbe probe) {
        this.probe = probe;
    }

    /** Tries the store: one that can only be read is found before a change of an operator fails. */
    void check() {
        try {
            probe.write();
            reason = "";
        } catch (RegistryUnavailableException e) {
            reason = String.valueOf(e.getMessage());
        }
    }

    /** Returns why the store takes no changes, in one sentence; empty if it does. */
    String reason() {
        return reason;
    }
}
