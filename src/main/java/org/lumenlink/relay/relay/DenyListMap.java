package org.lumenlink.relay.relay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DenyMap;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.dataplane.Network;
import org.lumenlink.relay.registry.DeniedNetwork;
import org.lumenlink.relay.registry.DenyStore;
import org.springframework.stereotype.Component;

/**
 * Makes {@code deny_map} equal to the registry. Looks for what differs without holding up changes, then looks at just that
 * again, some networks at a time, while no change can come between.
 */
@Component
class DenyListMap {

    private static final String MAP = "deny_map";
    private static final int PAGE = 1000;
    private static final int CHUNK = 500;

    private final DenyStore store;
    private final Dataplane dataplane;
    private final ChangeLock lock;

    DenyListMap(DenyStore store, Dataplane dataplane, ChangeLock lock) {
        this.store = store;
        this.dataplane = dataplane;
        this.lock = lock;
    }

    /**
     * Touches only what differs.
     *
     * @param found counts that
     */
    void makeEqual(MapDifferences found) {
        DenyMap map = dataplane.denied();
        map.cleanse(found);
        Set<Network> present = new HashSet<>();
        map.forEach(present::add);
        Set<Network> wanted = wanted();
        if (wanted.size() > map.capacity()) {
            throw new IllegalStateException(
                    "the deny list has %d networks, deny_map room for %d: raise lumenlink.relay.flood.deny-list-size and restart"
                            .formatted(wanted.size(), map.capacity()));
        }
        // What is to go goes first: the map may be full.
        inChunks(without(present, wanted), network -> {
            if (!isDenied(network) && map.delete(network)) {
                found.add(MAP, Kind.EXTRA, 1);
            }
        });
        inChunks(without(wanted, present), network -> {
            if (isDenied(network) && map.put(network)) {
                found.add(MAP, Kind.MISSING, 1);
            }
        });
    }

    private boolean isDenied(Network network) {
        return store.find(network.address(), network.prefixLength()).isPresent();
    }

    private void inChunks(List<Network> networks, Consumer<Network> action) {
        for (int from = 0; from < networks.size(); from += CHUNK) {
            List<Network> chunk = networks.subList(from, Math.min(from + CHUNK, networks.size()));
            lock.exclusively(() -> chunk.forEach(action));
        }
    }

    private static List<Network> without(Set<Network> networks, Set<Network> others) {
        return networks.stream().filter(network -> !others.contains(network)).toList();
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
