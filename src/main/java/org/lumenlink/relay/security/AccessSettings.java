package org.lumenlink.relay.security;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who else than the holders of API keys may use the API, and how often anybody may.
 *
 * @param rolesClaim claim of a JWT with the roles of its subject; dots lead into nested claims
 * @param clientCertificates whose certificates are taken instead of a key
 * @param requestsPerSecond of one caller; twice as many in a burst
 * @param requestsPerSecondOfAddress of one client address, whoever asks from there; twice as many in a burst
 * @param failuresPerMinute keys and tokens from one client address that are not valid
 * @param failuresPerMinuteOfAll the same from all addresses together
 */
@Validated
@ConfigurationProperties("lumenlink.relay.access")
record AccessSettings(
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue List<ClientCertificate> clientCertificates,
        @DefaultValue("1000") @Min(1) @Max(MOST) int requestsPerSecond,
        @DefaultValue("2000") @Min(1) @Max(MOST) int requestsPerSecondOfAddress,
        @DefaultValue("10") @Min(1) @Max(MOST) int failuresPerMinute,
        @DefaultValue("600") @Min(1) @Max(MOST) int failuresPerMinuteOfAll) {

    static final int MOST = 1_000_000;

    /**
     * Who may use the API by a certificate.
     *
     * @param subject distinguished name, such as CN=grafana,O=Example
     * @param role what they may do
     */
    record ClientCertificate(X500Principal subject, Role role) {

        /** Settings that are missing are null here, whatever the types say. */
        ClientCertificate {
            if (Stream.of(Optional.ofNullable(subject), Optional.ofNullable(role))
                    .anyMatch(Optional::isEmpty)) {
                throw new IllegalArgumentException("each of lumenlink.relay.access.client-certificates needs a subject,"
                        + " such as CN=grafana,O=Example, and a role");
            }
        }
    }
}
