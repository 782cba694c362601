package org.lumenlink.relay.security;

import java.util.Arrays;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;
import org.springframework.stereotype.Component;

/** Tells who may use a route, by asking the rules that requests are held to. */
@Component
public class RouteRoles {

    private final WebInvocationPrivilegeEvaluator rules;

    RouteRoles(WebInvocationPrivilegeEvaluator rules) {
        this.rules = rules;
    }

    /**
     * Returns the roles that may use a route.
     *
     * @param method such as GET
     * @param path of which parts may be in braces
     */
    public List<Role> of(String method, String path) {
        return Arrays.stream(Role.values())
                .filter(role -> rules.isAllowed("", path, method, callerOf(role)))
                .toList();
    }

    private static UsernamePasswordAuthenticationToken callerOf(Role role) {
        return UsernamePasswordAuthenticationToken.authenticated(
                role.label(), "", List.of(new SimpleGrantedAuthority(role.authority())));
    }
}
