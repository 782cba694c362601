package org.lumenlink.relay.security;

import java.util.List;
import org.lumenlink.relay.security.ApiKeys.ApiKey;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Accepts the keys of the registry. */
class ApiKeyProvider implements AuthenticationProvider {

    private final StoredApiKeys keys;

    ApiKeyProvider(StoredApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Authentication authenticate(Authentication sent) {
        ApiKey key = keys.use(((BearerTokenAuthenticationToken) sent).getToken())
                .orElseThrow(() -> new BadCredentialsException("the relay does not know this API key"));
        return new CallerAuthentication(
                new Caller(Caller.Kind.API_KEY, String.valueOf(key.id()), key.name()), List.of(key.role()));
    }

    @Override
    public boolean supports(Class<?> type) {
        return type == BearerTokenAuthenticationToken.class;
    }
}
