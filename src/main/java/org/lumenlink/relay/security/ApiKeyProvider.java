package org.lumenlink.relay.security;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/** Accepts the keys of the key file. */
class ApiKeyProvider implements AuthenticationProvider {

    private final ApiKeyFile keys;

    ApiKeyProvider(ApiKeyFile keys) {
        this.keys = keys;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        return keys.find(String.valueOf(authentication.getCredentials()))
                .map(ApiKeyAuthentication::of)
                .orElseThrow(() -> new BadCredentialsException("the relay does not know this API key"));
    }

    @Override
    public boolean supports(Class<?> type) {
        return type == ApiKeyAuthentication.class;
    }
}
