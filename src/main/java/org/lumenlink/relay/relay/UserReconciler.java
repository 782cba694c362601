package org.lumenlink.relay.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.lumenlink.relay.dataplane.RateLimitMap;
import org.lumenlink.relay.dataplane.SlotOwners;
import org.lumenlink.relay.dataplane.UserMap;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.springframework.stereotype.Component;

/**
 * Makes {@code user_map} and {@code rate_limit_map} equal to the registry. Looks for what differs without holding up
 * changes, then looks at just that again, some users at a time, while no change can come between.
 */
@Component
class UserReconciler {

    private static final int PAGE = 1000;

    /** Users that are looked at again at a time: what a change may have to wait for. */
    private static final int CHUNK = 500;

    private final Dataplane dataplane;
    private final UserStore store;
    private final UserMaps maps;
    private final UserTranslation translation;
    private final ChangeLock lock;

    UserReconciler(Dataplane dataplane, UserStore store, UserMaps maps, UserTranslation translation, ChangeLock lock) {
        this.dataplane = dataplane;
        this.store = store;
        this.maps = maps;
        this.translation = translation;
        this.lock = lock;
    }

    /**
     * Touches only what differs.
     *
     * @param found counts that
     * @return how many users there are in the registry
     */
    int makeEqual(MapDifferences found) {
        UserMap.Snapshot users = dataplane.users().snapshot();
        RateLimitMap.Snapshot limits = dataplane.rateLimits().snapshot();
        LongStream.Builder registering = LongStream.builder();
        List<Long> doubtful = new ArrayList<>();
        forEachUser(user -> {
            registering.add(user.id());
            boolean isAsItShould = users.holds(user.id(), translation.entry(user))
                    && limits.get(user.id()).equals(Optional.ofNullable(translation.entryLimits(user)));
            if (!isAsItShould) {
                doubtful.add(user.id());
            }
        });
        long[] registered = registering.build().toArray();
        requireRoomFor(registered.length);
        List<Long> others = LongStream.concat(users.userIds(), limits.userIds())
                .filter(id -> Arrays.binarySearch(registered, id) < 0)
                .distinct()
                .boxed()
                .toList();
        // What is to go goes first: the maps may be full.
        inChunks(others, chunk -> removeUnregistered(chunk, found));
        if (!doubtful.isEmpty()) {
            SlotOwners former = dataplane.users().slotOwners();
            inChunks(doubtful, chunk -> maps.heal(store.findAll(chunk).values(), former, found));
        }
        if (!found.isEmpty()) {
            // Of entries that somebody else has written or removed, slots may be left over.
            dataplane.users().readAll();
        }
        return registered.length;
    }

    private void removeUnregistered(List<Long> ids, MapDifferences found) {
        Map<Long, User> registered = store.findAll(ids);
        ids.stream().filter(id -> !registered.containsKey(id)).forEach(id -> maps.remove(id, found));
    }

    private void requireRoomFor(int users) {
        if (users > maps.capacity()) {
            throw new IllegalStateException(
                    "the registry has %d users, user_map room for %d: raise lumenlink.relay.max-users and restart"
                            .formatted(users, maps.capacity()));
        }
    }

    private void inChunks(List<Long> ids, Consumer<List<Long>> action) {
        for (int from = 0; from < ids.size(); from += CHUNK) {
            List<Long> chunk = ids.subList(from, Math.min(from + CHUNK, ids.size()));
            lock.exclusively(() -> action.accept(chunk));
        }
    }

    private void forEachUser(Consumer<User> visitor) {
        List<User> page = store.list(UserFilter.ALL, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(visitor);
            page = store.list(UserFilter.ALL, page.getLast().id(), PAGE);
        }
    }
}
