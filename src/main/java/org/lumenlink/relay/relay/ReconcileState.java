package org.lumenlink.relay.relay;

import org.springframework.stereotype.Component;

/** Remembers whether the maps are known to be equal to the registry, and if not, why. */
@Component
class ReconcileState {

    private volatile String reason = "the maps have not been reconciled with the registry yet";

    /** Notes that the maps are equal to the registry. */
    void reconciled() {
        reason = "";
    }

    /** Notes that they may differ; the next round of housekeeping reconciles them. */
    void diverged(String why) {
        reason = why;
    }

    boolean isReconciled() {
        return reason.isEmpty();
    }

    /** Returns why they may differ; empty if they do not. */
    String reason() {
        return reason;
    }
}
