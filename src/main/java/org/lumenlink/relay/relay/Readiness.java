package org.lumenlink.relay.relay;

import java.time.Instant;
import org.lumenlink.relay.dataplane.Dataplane;
import org.springframework.stereotype.Component;

@Component
class Readiness implements RelayReadiness {

    private final Dataplane dataplane;
    private final ReconcileState state;
    private final StoreWatch store;
    private final Draining draining;

    Readiness(Dataplane dataplane, ReconcileState state, StoreWatch store, Draining draining) {
        this.dataplane = dataplane;
        this.state = state;
        this.store = store;
        this.draining = draining;
    }

    @Override
    public String reason() {
        if (!state.isReconciled()) {
            return state.reason();
        }
        if (!dataplane.isAttached()) {
            return "the program is no longer attached to every interface: restart the relay";
        }
        Instant since = draining.since();
        return since == null ? "" : "it drains since " + since + ": POST /api/v1/dataplane:resume ends that";
    }

    @Override
    public String storeReason() {
        return store.reason();
    }
}
