package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Signed tokens of an issuer let in whom its claims give a role, and nobody else. */
class JwtTest {

    private static final String JWT = "--spring.security.oauth2.resourceserver.jwt.";

    @TempDir
    static Path dataDir;

    static FakeIssuer issuer = new FakeIssuer();
    static OwnWebLayer relay;

    @BeforeAll
    static void start() {
        relay = new OwnWebLayer(
                dataDir,
                JWT + "issuer-uri=" + issuer.name(),
                JWT + "jwk-set-uri=" + issuer.name() + "/keys",
                JWT + "audiences=" + FakeIssuer.AUDIENCE,
                "--lumenlink.relay.access.roles-claim=realm_access.roles",
                "--lumenlink.relay.access.failures-per-minute=1000",
                "--lumenlink.relay.access.failures-per-minute-of-all=1000");
    }

    @AfterAll
    static void stop() {
        relay.close();
        issuer.close();
    }

    @ParameterizedTest
    @CsvSource({"viewer, 200, 403, 403", "operator, 200, 200, 403", "issuer, 403, 403, 403", "admin, 200, 200, 200"})
    void tokenWhenItsClaimHasARoleThenMayDoWhatTheRoleMay(String role, int read, int change, int audit) {
        ApiClient caller = relay.api().withKey(issuer.sign(roles(List.of("offline_access", role))));
        relay.api().send("PUT", USER, GOOD);

        assertThat(caller.send("GET", "/api/v1/users").status()).isEqualTo(read);
        assertThat(caller.send("PUT", USER, GOOD).status()).isEqualTo(change);
        assertThat(caller.send("GET", "/api/v1/audit").status()).isEqualTo(audit);
    }

    @Test
    void changeWhenMadeByATokenThenItsSubjectIsInTheAuditLog() {
        relay.api().withKey(issuer.sign(roles("operator viewer"))).send("PUT", USER, GOOD);

        JsonNode caller =
                relay.api().send("GET", "/api/v1/audit?limit=1").json().at("/entries/0/caller");
        assertThat(caller.at("/kind").asString()).isEqualTo("jwt");
        assertThat(caller.at("/id").asString()).isEqualTo("alice@example.org");
    }

    /** Tokens of people without a role here. */
    static Stream<JWTClaimsSet> withoutRole() {
        return Stream.of(
                issuer.claims().build(),
                roles(List.of("superuser", "ADMIN", "ROLE_ADMIN")),
                roles(5),
                issuer.claims().claim("roles", List.of("admin")).build(),
                issuer.claims().claim("scope", "admin").build(),
                issuer.claims().claim("realm_access", "roles admin").build());
    }

    @ParameterizedTest
    @MethodSource("withoutRole")
    void tokenWhenItHasNoRoleThenForbidden(JWTClaimsSet claims) {
        ApiClient.Answer answer = relay.api().withKey(issuer.sign(claims)).send("GET", "/api/v1/users");

        assertThat(answer.status()).isEqualTo(403);
        answer.problem();
    }

    /** Tokens that are not what they say, or not for this relay. */
    static Stream<Map.Entry<String, String>> notValid() throws JOSEException {
        JWTClaimsSet good = roles("admin");
        return Stream.of(
                Map.entry(
                        "another audience",
                        issuer.sign(
                                new JWTClaimsSet.Builder(good).audience("other").build())),
                Map.entry(
                        "no audience",
                        issuer.sign(new JWTClaimsSet.Builder(good)
                                .audience((String) null)
                                .build())),
                Map.entry(
                        "another issuer",
                        issuer.sign(new JWTClaimsSet.Builder(good)
                                .issuer("https://other")
                                .build())),
                Map.entry(
                        "expired",
                        issuer.sign(new JWTClaimsSet.Builder(good)
                                .expirationTime(Date.from(Instant.now().minusSeconds(120)))
                                .build())),
                Map.entry(
                        "not yet",
                        issuer.sign(new JWTClaimsSet.Builder(good)
                                .notBeforeTime(Date.from(Instant.now().plusSeconds(300)))
                                .build())),
                Map.entry(
                        "no subject",
                        issuer.sign(new JWTClaimsSet.Builder(good).subject(null).build())),
                Map.entry(
                        "another key of the same id",
                        FakeIssuer.sign(
                                good, new RSAKeyGenerator(2048).keyID("one").generate())),
                Map.entry("not signed", new PlainJWT(good).serialize()),
                Map.entry("signed with the public key as a secret", hmac(good)),
                Map.entry("changed", changed(issuer.sign(roles("viewer")), issuer.sign(good))));
    }

    @ParameterizedTest
    @MethodSource("notValid")
    void tokenWhenNotValidThenUnauthorizedAndNotRepeated(Map.Entry<String, String> token) {
        ApiClient.Answer answer = relay.api().withKey(token.getValue()).send("GET", "/api/v1/users");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(String.valueOf(answer.problem())).doesNotContain(token.getValue());
    }

    @Test
    void apiKeyWhenThereAreTokensTooThenStillValid() {
        assertThat(relay.api().send("GET", "/api/v1/users").status()).isEqualTo(200);
        assertThat(relay.api().withKey("wrong").send("GET", "/api/v1/users").status())
                .isEqualTo(401);
    }

    @Test
    void tokenWhenTheIssuerCannotBeAskedThenUnavailableAndKeysStillValid(@TempDir Path own) {
        FakeIssuer gone = new FakeIssuer();
        gone.close();
        try (OwnWebLayer other = new OwnWebLayer(
                own,
                JWT + "issuer-uri=" + gone.name(),
                JWT + "jwk-set-uri=" + gone.name() + "/keys",
                JWT + "audiences=x")) {
            ApiClient.Answer answer =
                    other.api().withKey(gone.sign(gone.claims().build())).send("GET", "/api/v1/users");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).containsEntry("type", "https://lumenlink.org/problems/issuer-unavailable");
            assertThat(other.api().send("GET", "/api/v1/users").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "issuer-uri=http://127.0.0.1:1, .audiences is not set",
        "jwk-set-uri=http://127.0.0.1:1/keys, .issuer-uri is not set"
    })
    void startWhenTokensForOthersWouldBeTakenThenFails(String setting, String told, @TempDir Path own) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> new OwnWebLayer(own, JWT + setting).close())
                .havingRootCause()
                .withMessageContaining(told);
    }

    private static JWTClaimsSet roles(Object roles) {
        return issuer.claims().claim("realm_access", Map.of("roles", roles)).build();
    }

    private static String hmac(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims);
        token.sign(new MACSigner(issuer.key().toPublicJWK().toJSONString()));
        return token.serialize();
    }

    /** Puts the claims of one token between header and signature of another. */
    private static String changed(String token, String claims) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "." + claims.split("\\.", -1)[1] + "." + parts[2];
    }
}
