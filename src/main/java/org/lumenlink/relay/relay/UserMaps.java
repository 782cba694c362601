package org.lumenlink.relay.relay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.registry.User;
import org.springframework.stereotype.Component;

/** Writes users to {@code user_map} and {@code rate_limit_map}. For holders of the {@link ChangeLock}. */
@Component
class UserMaps {

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
        if (user.limit() == null) {
            return present.isPresent() && dataplane.rateLimits().delete(user.id());
        }
        Limits limits = translation.limits(user);
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
            if (user.limit() == null) {
                withoutLimits.add(user.id());
            } else {
                limits.put(user.id(), translation.limits(user));
            }
            entries.put(user.id(), translation.entry(user));
        }
        dataplane.rateLimits().putAll(limits);
        dataplane.rateLimits().deleteAll(withoutLimits);
        dataplane.users().putAll(entries);
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
