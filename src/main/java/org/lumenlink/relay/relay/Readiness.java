package org.lumenlink.relay.relay;

import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.UserStore;
import org.springframework.stereotype.Component;

@Component
class Readiness implements RelayReadiness {

    private final Dataplane dataplane;
    private final UserStore store;
    private final ReconcileState state;

    Readiness(Dataplane dataplane, UserStore store, ReconcileState state) {
        this.dataplane = dataplane;
        this.store = store;
        this.state = state;
    }

    @Override
    public String reason() {
        if (!state.isReconciled()) {
            return state.reason();
        }
        if (!dataplane.isAttached()) {
            return "the program is no longer attached to every interface: restart the relay";
        }
        try {
            store.count();
        } catch (RegistryUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
        return "";
    }
}
