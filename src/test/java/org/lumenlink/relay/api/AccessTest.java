package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.INTERFACES;
import static org.lumenlink.relay.api.RefusedRequests.NETWORK;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what. */
class AccessTest extends WebLayerTest {

    private static final List<String> ROLES = List.of("operator", "issuer", "viewer");

    private final Map<String, String> keys = new HashMap<>();

    /** Every endpoint, and which roles besides admin may use it. */
    static Stream<Map.Entry<ApiRequest, List<String>>> endpoints() {
        List<String> readers = List.of("operator", "viewer");
        List<String> operator = List.of("operator");
        return Stream.of(
                Map.entry(ApiRequest.of("PUT user", "PUT", USER).body(GOOD), operator),
                Map.entry(
                        ApiRequest.of("POST bulk", "POST", "/api/v1/users:bulk")
                                .header("Content-Type", "application/x-ndjson")
                                .body(""),
                        operator),
                Map.entry(ApiRequest.of("PATCH user", "PATCH", USER).body("{}"), operator),
                Map.entry(ApiRequest.of("DELETE user", "DELETE", USER), operator),
                Map.entry(ApiRequest.of("GET user", "GET", USER), readers),
                Map.entry(ApiRequest.of("HEAD user", "HEAD", USER), readers),
                Map.entry(ApiRequest.of("GET users", "GET", "/api/v1/users"), readers),
                Map.entry(ApiRequest.of("GET user's stats", "GET", USER + "/stats"), readers),
                Map.entry(
                        ApiRequest.of("PUT limit", "PUT", USER + "/rate-limit").body("{\"packetsPerSecond\": 5}"),
                        operator),
                Map.entry(ApiRequest.of("DELETE limit", "DELETE", USER + "/rate-limit"), operator),
                Map.entry(ApiRequest.of("POST token", "POST", USER + "/tokens"), List.of("issuer")),
                Map.entry(ApiRequest.of("DELETE sessions", "DELETE", USER + "/sessions"), operator),
                Map.entry(ApiRequest.of("GET deny list", "GET", "/api/v1/deny-list"), readers),
                Map.entry(ApiRequest.of("GET network", "GET", NETWORK), readers),
                Map.entry(ApiRequest.of("PUT network", "PUT", NETWORK), operator),
                Map.entry(ApiRequest.of("DELETE network", "DELETE", NETWORK), operator),
                Map.entry(ApiRequest.of("GET token keys", "GET", "/api/v1/token-keys"), readers),
                Map.entry(ApiRequest.of("POST rotation", "POST", "/api/v1/token-keys:rotate"), List.of()),
                Map.entry(ApiRequest.of("POST drain", "POST", "/api/v1/dataplane:drain"), List.of()),
                Map.entry(ApiRequest.of("POST resume", "POST", "/api/v1/dataplane:resume"), List.of()),
                Map.entry(ApiRequest.of("PUT interface", "PUT", INTERFACES + "spare"), operator),
                Map.entry(ApiRequest.of("DELETE interface", "DELETE", INTERFACES + "far"), operator),
                Map.entry(ApiRequest.of("GET dataplane", "GET", "/api/v1/dataplane"), readers),
                Map.entry(ApiRequest.of("HEAD stream of stats", "HEAD", "/api/v1/stats/stream"), readers),
                Map.entry(ApiRequest.of("GET stats", "GET", "/api/v1/stats"), readers),
                Map.entry(ApiRequest.of("OPTIONS", "OPTIONS", USER), List.of()));
    }

    @BeforeEach
    void makeKeys() {
        for (String role : ROLES) {
            keys.put(role, makeKey(role));
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void endpointWhenAskedByARoleThenAnswersThoseThatMayOnly(Map.Entry<ApiRequest, List<String>> endpoint)
            throws IOException {
        ApiRequest request = endpoint.getKey();
        assertThat(api.withKey(null).send(request).status()).isEqualTo(401);
        for (String role : ROLES) {
            register();
            ApiClient.Answer answer = api.withKey(keys.get(role)).send(request);
            if (endpoint.getValue().contains(role)) {
                assertThat(answer.status()).as(role).isBetween(200, 204);
            } else {
                assertThat(answer.status()).as(role).isEqualTo(403);
            }
        }
        register();
        assertThat(api.send(request).status()).as("admin").isBetween(200, 204);
    }

    @Test
    void requestWhenRoleDoesNotSufficeThenProblemNamesTheRoleNeeded() {
        Map<String, Object> problem =
                api.withKey(keys.get("viewer")).send("DELETE", USER).problem();

        assertThat(problem)
                .containsEntry("status", 403)
                .containsEntry("instance", USER)
                .containsEntry("detail", "this needs an API key of role operator");
        assertThat(api.send("GET", USER).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                USER,
                "/index",
                "/consoles/x",
                "/api/v1/nothing",
                "/error",
                "/actuator",
                "/health",
                "/metrics",
                "/api/v1/users/0",
                "/webjars/x",
                "/v3/api-docsx"
            })
    void pathWhenNoKeyIsSentThenUnauthorized(String path) {
        ApiClient.Answer answer = api.withKey(null).send("GET", path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("Authorization");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.problem()).containsEntry("instance", path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer", "Bearer ", "Basic YTpi", "wrong", "Bearer a b", "Bearer \u00e9"})
    void keyWhenWrongThenUnauthorizedAndNotRepeated(String header) {
        ApiClient.Answer answer =
                api.withKey(null).send(ApiRequest.of("GET", "GET", USER).header("Authorization", header));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(String.valueOf(answer.problem().get("detail"))).doesNotContain("wrong", "YTpi");
    }

    @Test
    void bodyWhenTooLongAndNoKeyIsSentThenUnauthorized() {
        ApiClient.Answer answer = api.withKey(null).send("PUT", USER, " ".repeat(100_000));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void answerWhenGivenThenHasSecurityHeadersAndNoCookie() {
        ApiClient.Answer answer = api.send("GET", USER);

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.header("Server")).isEmpty();
    }
}
