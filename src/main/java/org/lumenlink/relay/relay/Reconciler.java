package org.lumenlink.relay.relay;

import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the maps equal to the registry, touching only what differs: packets of users that both agree on are not
 * disturbed, whatever else is wrong.
 */
@Component
class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final UserReconciler users;
    private final DenyListMap denied;
    private final TokenKeySlots tokenKeys;
    private final ChangeLock lock;
    private final ReconcileState state;
    private final MapHealing healing;
    private final Dataplane dataplane;

    Reconciler(
            UserReconciler users,
            DenyListMap denied,
            TokenKeySlots tokenKeys,
            ChangeLock lock,
            ReconcileState state,
            MapHealing healing,
            Dataplane dataplane) {
        this.users = users;
        this.denied = denied;
        this.tokenKeys = tokenKeys;
        this.lock = lock;
        this.state = state;
        this.healing = healing;
        this.dataplane = dataplane;
    }

    /** Reconciles before the relay serves, and logs what differed from what a relay before has left, if one has. */
    MapDifferences start() {
        MapDifferences found = new MapDifferences();
        int registered = reconcile(found);
        log.info("The maps are equal to the registry with its {} users; what was not: {}", registered, found);
        return found;
    }

    /** Reconciles while the relay serves: logs what differed, and counts it. */
    MapDifferences heal() {
        MapDifferences found = new MapDifferences();
        try {
            reconcile(found);
        } finally {
            healing.add(found);
            if (!found.isEmpty()) {
                log.warn("The maps were not as the registry has them, and were mended: {}", found);
            }
        }
        return found;
    }

    /** Makes a change of what the maps must be, and the maps equal to it: what differs by the change is not to be mended. */
    synchronized void reconcileAfter(Runnable change) {
        change.run();
        reconcile(new MapDifferences());
    }

    /** Returns how many users there are in the registry. If it cannot be done, the relay says that it is not ready, and why. */
    private synchronized int reconcile(MapDifferences found) {
        int known = state.divergences();
        try {
            denied.makeEqual(found);
            lock.exclusively(() -> tokenKeys.makeEqual(found));
            int registered = users.makeEqual(found);
            // So that what somebody else has made of the program's own copies is gone as well.
            dataplane.renewUsers();
            state.reconciled(known);
            return registered;
        } catch (RuntimeException e) {
            state.diverged("the maps cannot be made equal to the registry: " + e.getMessage());
            throw e;
        }
    }
}
