package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as far as that may be told to others.
 *
 * @param kind how it showed who it is
 * @param id what it is told from others of its kind by
 * @param name for people, where the id says nothing
 */
record Caller(Kind kind, String id, @Nullable String name) {

    /** Returns who has sent a request, once that is known. */
    static Optional<Caller> of(HttpServletRequest request) {
        return request.getAttribute(Caller.class.getName()) instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** Lets filters that are outside of Spring Security know, too. */
    void notedIn(HttpServletRequest request) {
        request.setAttribute(Caller.class.getName(), this);
    }

    /** How a caller shows who it is. */
    enum Kind {
        API_KEY,
        JWT,
        CERTIFICATE;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
