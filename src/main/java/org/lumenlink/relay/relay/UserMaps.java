package org.lumenlink.relay.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.dataplane.SlotOwners;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.registry.User;
import org.springframework.stereotype.Component;

/** Writes users to {@code user_map} and {@code rate_limit_map}. For holders of the {@link ChangeLock}. */
@Component
class UserMaps {

    private static final String USERS = "user_map";
    private static final String LIMITS = "rate_limit_map";

    private final Dataplane dataplane;
    private final UserTranslation translation;

    UserMaps(Dataplane dataplane, UserTranslation translation) {
        this.dataplane = dataplane;
        this.translation = translation;
    }

    /**
     * Makes a user's entries what they must be, touching only what differs. The limit comes first: a new user's first
     * packet must find its own. A user without an own limit has no entry.
     *
     * @return whether anything differed
     */
    boolean write(User user) {
        boolean differs = writeLimits(user);
        UserEntry entry = translation.entry(user);
        if (!dataplane.users().get(user.id()).equals(Optional.of(entry))) {
            dataplane.users().put(user.id(), entry);
            differs = true;
        }
        return differs;
    }

    private boolean writeLimits(User user) {
        Optional<Limits> present = dataplane.rateLimits().get(user.id());
        Limits limits = translation.entryLimits(user);
        if (limits == null) {
            return present.isPresent() && dataplane.rateLimits().delete(user.id());
        }
        if (present.equals(Optional.of(limits))) {
            return false;
        }
        dataplane.rateLimits().put(user.id(), limits);
        return true;
    }

    /** Makes the entries of many users what they must be, in batches where the kernel can. */
    void writeAll(Collection<User> users) {
        Map<Long, Limits> limits = new HashMap<>();
        List<Long> withoutLimits = new ArrayList<>();
        Map<Long, UserEntry> entries = HashMap.newHashMap(users.size());
        for (User user : users) {
            Limits wanted = translation.entryLimits(user);
            if (wanted == null) {
                withoutLimits.add(user.id());
            } else {
                limits.put(user.id(), wanted);
            }
            entries.put(user.id(), translation.entry(user));
        }
        dataplane.rateLimits().putAll(limits);
        dataplane.rateLimits().deleteAll(withoutLimits);
        dataplane.users().putAll(entries);
    }

    /**
     * Makes the entries of users what they must be, touching only what differs, in batches where the kernel can.
     *
     * @param former who had which slot before
     * @param found counts that
     */
    void heal(Collection<User> users, SlotOwners former, MapDifferences found) {
        Map<Long, Limits> limits = new HashMap<>();
        Map<Long, UserEntry> entries = new HashMap<>();
        for (User user : users) {
            long id = user.id();
            Limits wanted = translation.entryLimits(user);
            Optional<Limits> present = dataplane.rateLimits().get(id);
            if (wanted == null && present.isPresent()) {
                found.add(LIMITS, Kind.EXTRA, 1);
                dataplane.rateLimits().delete(id);
            } else if (wanted != null && !present.equals(Optional.of(wanted))) {
                found.add(LIMITS, present.isPresent() ? Kind.OTHER : Kind.MISSING, 1);
                limits.put(id, wanted);
            }
            UserEntry entry = translation.entry(user);
            if (!dataplane.users().holds(id, entry)) {
                found.add(USERS, dataplane.users().get(id).isPresent() ? Kind.OTHER : Kind.MISSING, 1);
                entries.put(id, entry);
            }
        }
        dataplane.rateLimits().putAll(limits);
        dataplane.users().restoreAll(entries, former);
    }

    /**
     * Removes the entries of somebody who is not in the registry.
     *
     * @param found counts them
     */
    void remove(long userId, MapDifferences found) {
        found.add(USERS, Kind.EXTRA, dataplane.users().delete(userId) ? 1 : 0);
        found.add(LIMITS, Kind.EXTRA, dataplane.rateLimits().delete(userId) ? 1 : 0);
    }

    /**
     * Removes a user's entries, the user first: its packets must not find the default limits instead of its own.
     *
     * @return whether there was a user
     */
    boolean remove(long userId) {
        boolean wasThere = dataplane.users().delete(userId);
        dataplane.rateLimits().delete(userId);
        return wasThere;
    }

    int capacity() {
        return dataplane.users().capacity();
    }

    /** Tells whether the map has no room for another user. Counts its entries: not for every packet or user. */
    boolean isFull() {
        return dataplane.users().count() >= capacity();
    }
}
