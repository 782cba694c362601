package org.lumenlink.relay.relay;

import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.springframework.stereotype.Component;

/**
 * The limits of users that have none of their own. Those of the settings are built into the loaded program, which applies
 * them to everybody without an entry in {@code rate_limit_map}; others, until the relay ends, are entries of each user.
 */
@Component
class DefaultLimits {

    private final Limits builtIn;
    private volatile Limits current;

    DefaultLimits(Dataplane dataplane) {
        this.builtIn = dataplane.settings().defaultRateLimit();
        this.current = builtIn;
    }

    Limits current() {
        return current;
    }

    /** Returns the entry of a user without limits of its own; null if it is to have none. */
    @Nullable Limits entry() {
        Limits present = current;
        return present.equals(builtIn) ? null : present;
    }

    void set(Limits limits) {
        current = limits;
    }
}
