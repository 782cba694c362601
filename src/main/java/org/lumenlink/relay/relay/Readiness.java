package org.lumenlink.relay.relay;

import org.lumenlink.relay.dataplane.Dataplane;
import org.springframework.stereotype.Component;

@Component
class Readiness implements RelayReadiness {

    private final Dataplane dataplane;
    private final ReconcileState state;
    private final StoreWatch store;

    Readiness(Dataplane dataplane, ReconcileState state, StoreWatch store) {
        this.dataplane = dataplane;
        this.state = state;
        this.store = store;
    }

    @Override
    public String reason() {
        if (!state.isReconciled()) {
            return state.reason();
        }
        return dataplane.isAttached() ? "" : "the program is no longer attached to every interface: restart the relay";
    }

    @Override
    public String storeReason() {
        return store.reason();
    }
}
