package org.lumenlink.relay.security;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/**
 * Takes the key or token out of {@code Authorization: Bearer KEY}; without that header, the certificate that the
 * client has shown in the TLS handshake.
 */
class SentCredentials implements AuthenticationConverter {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    /** RFC 6750, 2.1. */
    private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                    ? new PreAuthenticatedAuthenticationToken(chain[0].getSubjectX500Principal(), "")
                    : null;
        }
        Matcher bearer = BEARER.matcher(header.strip());
        if (!bearer.matches()) {
            throw new BadCredentialsException("the Authorization header is not of the form Bearer <API key>");
        }
        return new BearerTokenAuthenticationToken(bearer.group(1));
    }
}
