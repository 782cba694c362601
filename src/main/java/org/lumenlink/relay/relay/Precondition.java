package org.lumenlink.relay.relay;

import org.jspecify.annotations.Nullable;

/**
 * What must hold of a user before a change (RFC 9110, 13.1): nothing, absence, presence, or a version.
 *
 * @param absent the user must not exist (If-None-Match: *)
 * @param present the user must exist (If-Match: *)
 * @param version the version the user must have (If-Match), or null
 */
public record Precondition(
        boolean absent, boolean present, @Nullable Long version) {

    /** Anything goes. */
    public static final Precondition NONE = new Precondition(false, false, null);
}
