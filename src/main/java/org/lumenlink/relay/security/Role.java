package org.lumenlink.relay.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Change users, limits and the deny list, and all that a viewer may. */
    OPERATOR,
    /** Issue tokens, nothing else. */
    ISSUER,
    /** Read users, counters and the state of the dataplane. */
    VIEWER;

    /** Returns the role with a label. */
    public static Optional<Role> named(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }

    /** Returns the name that it has outside, such as admin. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String authority() {
        return "ROLE_" + name();
    }
}
