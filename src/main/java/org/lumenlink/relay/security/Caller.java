package org.lumenlink.relay.security;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as that may be told to others.
 *
 * @param kind how it showed who it is
 * @param id what it is told from others of its kind by
 * @param name for people, where the id says nothing
 */
record Caller(Kind kind, String id, @Nullable String name) {

    enum Kind {
        API_KEY
    }
}
