package org.lumenlink.relay.security;

import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.lumenlink.relay.security.AccessSettings.ClientCertificate;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/** Accepts certificates, which the TLS handshake has checked, whose subjects the settings name. */
class ClientCertificateProvider implements AuthenticationProvider {

    private final List<ClientCertificate> known;

    ClientCertificateProvider(List<ClientCertificate> known) {
        this.known = known;
    }

    @Override
    public Authentication authenticate(Authentication sent) {
        if (sent.getPrincipal() instanceof X500Principal subject) {
            List<Role> roles = known.stream()
                    .filter(certificate -> certificate.subject().equals(subject))
                    .map(ClientCertificate::role)
                    .toList();
            if (!roles.isEmpty()) {
                return new CallerAuthentication(new Caller(Caller.Kind.CERTIFICATE, subject.getName(), null), roles);
            }
        }
        throw new BadCredentialsException("the relay does not know the subject of this certificate");
    }

    @Override
    public boolean supports(Class<?> type) {
        return type == PreAuthenticatedAuthenticationToken.class;
    }
}
