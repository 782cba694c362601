package org.lumenlink.relay.relay;

import java.util.List;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.MissingInterface;
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
        List<MissingInterface> missing = dataplane.interfaces().missing();
        return missing.stream()
                .map(each -> "not attached to " + each.interfaceName() + ": " + each.reason())
                .collect(Collectors.joining("; "));
    }

    @Override
    public String storeReason() {
        return store.reason();
    }
}
