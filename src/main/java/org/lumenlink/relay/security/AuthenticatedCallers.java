package org.lumenlink.relay.security;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

@Component
class AuthenticatedCallers implements Callers {

    private final RoleHierarchy hierarchy;

    AuthenticatedCallers(RoleHierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    @Override
    public CurrentCaller current() {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known)) {
            throw new IllegalStateException("nobody was let in");
        }
        Set<String> authorities = hierarchy.getReachableGrantedAuthorities(known.getAuthorities()).stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        Caller caller = known.getPrincipal();
        return new CurrentCaller(
                caller.kind().label(),
                caller.id(),
                caller.name(),
                Arrays.stream(Role.values())
                        .filter(role -> authorities.contains(role.authority()))
                        .toList());
    }

    @Override
    public void demand(Role role) {
        if (!current().roles().contains(role)) {
            throw new AuthorizationDeniedException(
                    "a role is missing",
                    new AuthorityAuthorizationDecision(false, AuthorityUtils.createAuthorityList(role.authority())));
        }
    }
}
