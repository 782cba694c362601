package org.lumenlink.relay.relay;

import org.springframework.stereotype.Component;

/** Remembers whether the maps are known to be equal to the registry, and if not, why. */
@Component
class ReconcileState {

    private volatile String reason = "the maps have not been reconciled with the registry yet";
    private int divergences;

    /** Returns how often the maps came to differ: to be asked before they are compared, and told afterwards. */
    synchronized int divergences() {
        return divergences;
    }

    /**
     * Notes that the maps are equal to the registry, unless they came to differ while they were compared.
     *
     * @param known {@link #divergences} before
     */
    synchronized void reconciled(int known) {
        if (known == divergences) {
            reason = "";
        }
    }

    /** Notes that they may differ; the next round of housekeeping reconciles them. */
    synchronized void diverged(String why) {
        divergences++;
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
