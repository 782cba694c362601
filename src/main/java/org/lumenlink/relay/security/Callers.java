package org.lumenlink.relay.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who sends the request that is being answered. */
public interface Callers {

    /**
     * Returns who sends it.
     *
     * @throws IllegalStateException outside of a request that was let in
     */
    CurrentCaller current();

    /**
     * Refuses the request unless its caller may do what a role may.
     *
     * @throws org.springframework.security.access.AccessDeniedException naming the role
     */
    void demand(Role role);

    /**
     * Who sends a request, and what it may do.
     *
     * @param kind {@code api-key}, {@code jwt} or {@code certificate}
     * @param id what it is told from others of its kind by
     * @param name for people, where the id says nothing
     * @param roles that it has, also by having a higher one
     */
    record CurrentCaller(String kind, String id, @Nullable String name, List<Role> roles) {}
}
