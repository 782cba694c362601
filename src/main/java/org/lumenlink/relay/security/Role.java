package org.lumenlink.relay.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a key may do. */
enum Role {
    /** Everything. */
    ADMIN,
    /** Change users, limits and the deny list, and all that a viewer may. */
    OPERATOR,
    /** Issue tokens, nothing else. */
    ISSUER,
    /** Read users, counters and the state of the dataplane. */
    VIEWER;

    static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(role -> role.label().equals(name)).findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String authority() {
        return "ROLE_" + name();
    }
}
