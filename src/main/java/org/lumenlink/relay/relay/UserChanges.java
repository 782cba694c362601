package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.relay.BulkUsers.Entry;
import org.lumenlink.relay.relay.BulkUsers.Outcome;
import org.lumenlink.relay.relay.BulkUsers.Refused;
import org.lumenlink.relay.relay.BulkUsers.Taken;
import org.lumenlink.relay.relay.RelaySettings.TokenSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Commits changes of users to the store and then writes the maps. For holders of the {@link ChangeLock}.
 *
 * <p>If the maps refuse, the store is put back to what it said before, and the caller gets the refusal: nothing is half
 * done. The user then has a new version all the same, since its version of a moment may have been read. If putting it
 * back fails too, the relay says that it is not ready and reconciles until store and maps agree: on the new state if
 * the store kept it, on the old otherwise. A crash between the two is healed the same way at the next start.
 *
 * <p>The other order, maps first, would let packets pass under a change that the store then refuses, and the store
 * (a full disk, later another machine) fails more easily than the maps.
 */
@Component
class UserChanges {

    private static final Logger log = LoggerFactory.getLogger(UserChanges.class);

    private static final int GENERATION_MASK = 0xffff;

    private final UserStore store;
    private final UserMaps maps;
    private final UserTranslation translation;
    private final ReconcileState state;
    private final Clock clock;

    UserChanges(UserStore store, UserMaps maps, UserTranslation translation, ReconcileState state, Clock clock) {
        this.store = store;
        this.maps = maps;
        this.translation = translation;
        this.state = state;
        this.clock = clock;
    }

    /**
     * Registers a user.
     *
     * @throws RegistryFullException if there is no room; the store is not touched
     */
    User create(long userId, UserSpec spec) {
        if (room() <= 0) {
            throw new RegistryFullException(maps.capacity());
        }
        Instant now = now();
        int generation = store.removedGeneration(userId, now).stream()
                .map(UserChanges::next)
                .findFirst()
                .orElse(0);
        User created = store.create(translation.created(userId, spec, generation, now));
        finish(created, null);
        return created;
    }

    /** Does for a batch what {@link #create} and {@link #replace} do for a user, with one commit. */
    List<Outcome> putAll(List<Entry> entries) {
        Instant now = now();
        Set<Long> ids = HashSet.newHashSet(entries.size());
        entries.forEach(entry -> ids.add(entry.userId()));
        Map<Long, User> before = store.findAll(ids);
        ids.removeAll(before.keySet());
        Map<Long, Integer> removed = ids.isEmpty() ? Map.of() : store.removedGenerations(ids, now);
        long room = room();
        Map<Long, User> wanted = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            long id = entry.userId();
            User present = wanted.getOrDefault(id, before.get(id));
            if (present == null && room <= 0) {
                outcomes.add(new Refused(new RegistryFullException(maps.capacity())));
                continue;
            }
            if (present == null) {
                room--;
                Integer generation = removed.get(id);
                wanted.put(id, translation.created(id, entry.spec(), generation == null ? 0 : next(generation), now));
            } else if (!translation.spec(present).equals(entry.spec())) {
                wanted.put(id, translation.changed(present, entry.spec(), now));
            }
            outcomes.add(new Taken(present == null));
        }
        Map<Long, RuntimeException> refused = writeAll(wanted.values(), before);
        if (!refused.isEmpty()) {
            for (int i = 0; i < entries.size(); i++) {
                RuntimeException reason = refused.get(entries.get(i).userId());
                if (reason != null) {
                    outcomes.set(i, new Refused(reason));
                }
            }
        }
        return outcomes;
    }

    /** Returns why the maps refused some, by user id; these were put back to what they were before. */
    private Map<Long, RuntimeException> writeAll(Collection<User> wanted, Map<Long, User> before) {
        List<User> written = store.writeAll(wanted);
        Map<Long, RuntimeException> refused = new HashMap<>();
        try {
            maps.writeAll(written);
        } catch (RuntimeException e) {
            // One of them, or the map itself: one by one tells.
            for (User user : written) {
                try {
                    finish(user, before.get(user.id()));
                } catch (RuntimeException reason) {
                    refused.put(user.id(), reason);
                }
            }
        }
        return refused;
    }

    /** Says something else of a user; does nothing to the store if it is the same. */
    User replace(User present, UserSpec spec) {
        User wanted = translation.changed(present, spec, now());
        if (translation.spec(present).equals(spec)) {
            maps.write(present);
            return present;
        }
        return replace(present, wanted);
    }

    /**
     * Raises the user's ticket generation, which is a number of 16 bits: after 65,535 comes 0. A ticket of the same
     * number, 65,536 revocations ago, has expired unless all of these happened within 7 days, one every 9 seconds.
     */
    User revoke(User present) {
        return replace(present, present.withGeneration(next(present.generation()), now()));
    }

    void delete(User present) {
        delete(present, now());
        try {
            maps.remove(present.id());
        } catch (RuntimeException e) {
            undo(present.id(), e, () -> maps.write(store.create(present)));
            throw e;
        }
    }

    private User replace(User present, User wanted) {
        User replaced = store.replace(wanted);
        finish(replaced, present);
        return replaced;
    }

    /** Writes the maps, or puts the store back to what it said before: null if there was no such user. */
    private void finish(User written, @Nullable User before) {
        try {
            maps.write(written);
        } catch (RuntimeException e) {
            if (before != null) {
                undo(written.id(), e, () -> maps.write(store.replace(before.withVersion(written.version()))));
                throw e;
            }
            undo(written.id(), e, () -> {
                delete(written, now());
                maps.remove(written.id());
            });
            // Full of entries that the registry does not know; unless the user is in the registry now after all.
            if (state.isReconciled() && maps.isFull()) {
                RegistryFullException full = new RegistryFullException(maps.capacity());
                full.initCause(e);
                throw full;
            }
            throw e;
        }
    }

    private long room() {
        return maps.capacity() - store.count();
    }

    private void undo(long userId, RuntimeException failure, Runnable undo) {
        try {
            undo.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            state.diverged(
                    "the maps may differ from the registry in user %d: see the log; trying again".formatted(userId));
            log.error(
                    "User {}: the maps could not be written, nor the change be taken back; reconciling",
                    userId,
                    failure);
        }
    }

    private void delete(User user, Instant now) {
        // Tickets expire at whole seconds, up to one after the lifetime that was asked for.
        Instant lastExpiry = now.plus(TokenSettings.LONGEST).plusSeconds(1);
        store.delete(user.id(), user.version(), now, lastExpiry);
    }

    private static int next(int generation) {
        return (generation + 1) & GENERATION_MASK;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
