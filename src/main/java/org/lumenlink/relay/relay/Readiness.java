package org.lumenlink.relay.relay;

import java.util.List;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.MissingInterface;
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
        List<MissingInterface> missing = dataplane.interfaces().missing();
        if (!missing.isEmpty()) {
            return missing.stream()
                    .map(each -> "not attached to " + each.interfaceName() + ": " + each.reason())
                    .collect(Collectors.joining("; "));
        }
        try {
            store.count();
        } catch (RegistryUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
        return "";
    }
}
