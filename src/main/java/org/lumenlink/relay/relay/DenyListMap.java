package org.lumenlink.relay.relay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DenyMap;
import org.lumenlink.relay.dataplane.Network;
import org.lumenlink.relay.registry.DeniedNetwork;
import org.lumenlink.relay.registry.DenyStore;
import org.springframework.stereotype.Component;

/** Makes {@code deny_map} equal to the registry. For holders of the {@link ChangeLock}. */
@Component
class DenyListMap {

    private static final int PAGE = 1000;

    private final DenyStore store;
    private final Dataplane dataplane;

    DenyListMap(DenyStore store, Dataplane dataplane) {
        this.store = store;
        this.dataplane = dataplane;
    }

    /** Touches only what differs, and returns how many networks that were. */
    int makeEqual() {
        DenyMap map = dataplane.denied();
        Set<Network> wanted = wanted();
        if (wanted.size() > map.capacity()) {
            throw new IllegalStateException(
                    "the deny list has %d networks, deny_map room for %d: raise lumenlink.relay.flood.deny-list-size and restart"
                            .formatted(wanted.size(), map.capacity()));
        }
        Set<Network> others = new HashSet<>();
        map.forEach(others::add);
        others.removeAll(wanted);
        int changed = others.size();
        // What is to go goes first: the map may be full.
        others.forEach(map::delete);
        for (Network network : wanted) {
            changed += map.put(network) ? 1 : 0;
        }
        return changed;
    }

    private Set<Network> wanted() {
        Set<Network> wanted = new HashSet<>();
        List<DeniedNetwork> page = store.list(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(denied -> wanted.add(new Network(denied.address(), denied.prefixLength())));
            page = store.list(page.getLast(), PAGE);
        }
        return wanted;
    }
}
