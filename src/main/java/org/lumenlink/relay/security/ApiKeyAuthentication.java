package org.lumenlink.relay.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller: before the check with the key that it sent, after it with the name and role of the key. */
final class ApiKeyAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient @Nullable String sent;

    private ApiKeyAuthentication(String name, @Nullable String sent, List<SimpleGrantedAuthority> authorities) {
        super(authorities);
        this.name = name;
        this.sent = sent;
        setAuthenticated(sent == null);
    }

    static ApiKeyAuthentication unchecked(String sent) {
        return new ApiKeyAuthentication("unchecked", sent, List.of());
    }

    static ApiKeyAuthentication of(ApiKey key) {
        return new ApiKeyAuthentication(
                key.name(), null, List.of(new SimpleGrantedAuthority(key.role().authority())));
    }

    @Override
    public @Nullable String getCredentials() {
        return sent;
    }

    @Override
    public String getPrincipal() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
