package org.lumenlink.relay.relay;

import java.time.Instant;
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
    private final TokenKeySlots tokenKeys;
    private final Draining draining;

    Readiness(Dataplane dataplane, ReconcileState state, StoreWatch store, TokenKeySlots tokenKeys, Draining draining) {
        this.dataplane = dataplane;
        this.state = state;
        this.store = store;
        this.tokenKeys = tokenKeys;
        this.draining = draining;
    }

    @Override
    public String reason() {
        if (!state.isReconciled()) {
            return state.reason();
        }
        List<MissingInterface> missing = dataplane.interfaces().missing();
        if (!missing.isEmpty()) {
            return missing.stream()
                    .map(each -> "not attached to " + each.interfaceName() + ": " + each.reason())
                    .collect(Collectors.joining("; "));
        }
        Instant since = draining.since();
        return since == null ? "" : "it drains since " + since + ": POST /api/v1/dataplane:resume ends that";
    }

    @Override
    public String storeReason() {
        return store.reason();
    }

    @Override
    public String keysReason() {
        return tokenKeys.reason();
    }
}
