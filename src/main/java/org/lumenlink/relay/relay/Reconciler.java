package org.lumenlink.relay.relay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
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

    private static final int PAGE = 1000;

    private final Dataplane dataplane;
    private final UserStore store;
    private final UserMaps maps;
    private final DenyListMap denied;
    private final TokenKeySlots tokenKeys;
    private final ChangeLock lock;
    private final ReconcileState state;

    Reconciler(
            Dataplane dataplane,
            UserStore store,
            UserMaps maps,
            DenyListMap denied,
            TokenKeySlots tokenKeys,
            ChangeLock lock,
            ReconcileState state) {
        this.dataplane = dataplane;
        this.store = store;
        this.maps = maps;
        this.denied = denied;
        this.tokenKeys = tokenKeys;
        this.lock = lock;
        this.state = state;
    }

    /**
     * Reconciles, and logs what differed in one line. If it cannot be done, the relay says that it is not ready, and
     * why.
     *
     * @return what differed
     */
    Report reconcile() {
        try {
            Report report = lock.exclusively(this::makeEqual);
            state.reconciled();
            log.info("Reconciled the maps with the registry: {}", report);
            return report;
        } catch (RuntimeException e) {
            state.diverged("the maps cannot be made equal to the registry: " + e.getMessage());
            throw e;
        }
    }

    private Report makeEqual() {
        int networks = denied.makeEqual();
        int slots = tokenKeys.makeEqual();
        Set<Long> registered = new HashSet<>();
        forEachUser(user -> registered.add(user.id()));
        requireRoomFor(registered.size());
        // What is to go goes first: the maps may be full.
        int removed = removeOthers(registered);
        int[] written = {0};
        forEachUser(user -> written[0] += maps.write(user) ? 1 : 0);
        return new Report(registered.size(), written[0], removed, slots, networks);
    }

    private void requireRoomFor(int users) {
        if (users > maps.capacity()) {
            throw new IllegalStateException(
                    "the registry has %d users, user_map room for %d: raise lumenlink.relay.max-users and restart"
                            .formatted(users, maps.capacity()));
        }
    }

    private int removeOthers(Set<Long> registered) {
        Set<Long> others = new TreeSet<>();
        dataplane.users().forEach((id, entry) -> addUnless(registered, id, others));
        dataplane.rateLimits().forEach((id, limits) -> addUnless(registered, id, others));
        others.forEach(maps::remove);
        return others.size();
    }

    private static void addUnless(Set<Long> registered, Long id, Set<Long> others) {
        if (!registered.contains(id)) {
            others.add(id);
        }
    }

    private void forEachUser(Consumer<User> visitor) {
        List<User> page = store.list(UserFilter.ALL, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(visitor);
            page = store.list(UserFilter.ALL, page.getLast().id(), PAGE);
        }
    }

    /**
     * What differed.
     *
     * @param users in the registry
     * @param written of these, how many had entries that were missing or other
     * @param removed users with entries that are not in the registry
     * @param tokenKeySlots that held something else
     * @param networks of the deny list that were missing, or too many
     */
    record Report(int users, int written, int removed, int tokenKeySlots, int networks) {
        @Override
        public String toString() {
            return "%d users, %d of them written, %d others removed, %d token key slots changed, %d denied networks changed"
                    .formatted(users, written, removed, tokenKeySlots, networks);
        }
    }
}
