package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Takes the key out of {@code Authorization: Bearer KEY}. */
class BearerConverter implements AuthenticationConverter {

    /** RFC 6750, 2.1. */
    private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return null;
        }
        Matcher bearer = BEARER.matcher(header.strip());
        if (!bearer.matches()) {
            throw new BadCredentialsException("the Authorization header is not of the form Bearer <API key>");
        }
        return new BearerTokenAuthenticationToken(bearer.group(1));
    }
}
