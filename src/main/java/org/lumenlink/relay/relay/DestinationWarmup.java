package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.springframework.stereotype.Component;

/**
 * Has the next hops of registered destinations resolved, so that first packets need not wait for it. No more than the
 * kernel's neighbour table holds by default (net.ipv4.neigh.default.gc_thresh3, 1024): the rest is resolved when packets
 * ask for it.
 */
@Component
class DestinationWarmup {

    private static final int DESTINATIONS = 1000;
    private static final int PAGE = 1000;

    private final Dataplane dataplane;
    private final UserStore store;

    DestinationWarmup(Dataplane dataplane, UserStore store) {
        this.dataplane = dataplane;
        this.store = store;
    }

    /** Resolves until all are or the thread is interrupted; returns how many it asked for. */
    int run() {
        Set<InetAddress> asked = new HashSet<>();
        List<User> page = store.list(UserFilter.ALL, 0, PAGE);
        while (!page.isEmpty()) {
            for (User user : page) {
                if (asked.size() == DESTINATIONS || Thread.currentThread().isInterrupted()) {
                    return asked.size();
                }
                if (asked.add(user.destinationAddress())) {
                    dataplane.resolveNeighbourOf(user.destinationAddress());
                }
            }
            page = store.list(UserFilter.ALL, page.getLast().id(), PAGE);
        }
        return asked.size();
    }
}
