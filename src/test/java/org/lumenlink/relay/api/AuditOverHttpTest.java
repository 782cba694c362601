package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every request that was to change something is in the audit log, with nothing secret. */
class AuditOverHttpTest extends WebLayerTest {

    private static final String AUDIT = "/api/v1/audit";

    @Test
    void changeWhenMadeThenRecordedWithItsCaller() {
        JsonNode key = api.send("POST", "/api/v1/api-keys", "{\"name\": \"ops\", \"role\": \"operator\"}")
                .json();

        ApiClient.Answer answer = api.withKey(key.at("/key").asString()).send("PUT", USER, GOOD);

        JsonNode entry = latest();
        assertThat(entry.at("/requestId").asString()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(entry.at("/caller/kind").asString()).isEqualTo("api-key");
        assertThat(entry.at("/caller/id").asString())
                .isEqualTo(key.at("/apiKey/id").asString());
        assertThat(entry.at("/caller/name").asString()).isEqualTo("ops");
        assertThat(entry.at("/method").asString()).isEqualTo("PUT");
        assertThat(entry.at("/path").asString()).isEqualTo(USER);
        assertThat(entry.at("/status").asInt()).isEqualTo(200);
        assertThat(entry.at("/unrecorded").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/users/42, 400",
        "PUT, /api/v1/users/0, 400",
        "DELETE, /api/v1/users/44, 404",
        "POST, /api/v1/users, 405",
        "BREW, /api/v1/users/42, 405",
        "DELETE, /api/v1/nothing, 404",
        "DELETE, /api/v1//users, 400"
    })
    void changeWhenRefusedThenRecorded(String method, String path, int status) {
        assertThat(api.send(method, path, "{").status()).isEqualTo(status);

        JsonNode entry = latest();
        assertThat(entry.at("/method").asString()).isEqualTo(method);
        assertThat(entry.at("/path").asString()).isEqualTo(path);
        assertThat(entry.at("/status").asInt()).isEqualTo(status);
    }

    @Test
    void changeWhenTheRoleDoesNotSufficeThenRecordedWithItsCaller() {
        api.withKey(makeKey("viewer")).send("DELETE", USER);

        assertThat(latest().at("/status").asInt()).isEqualTo(403);
        assertThat(latest().at("/caller/name").asString()).isEqualTo("test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void changeWhenTheCallerIsUnknownThenRecordedWithoutOne(String key) {
        api.withKey(key.isEmpty() ? null : key).send("DELETE", USER);

        assertThat(latest().at("/status").asInt()).isEqualTo(401);
        assertThat(latest().at("/caller").isNull()).isTrue();
    }

    @Test
    void entryWhenTheAnswerIsThereThenIsInTheFile() throws IOException {
        for (int i = 0; i < 20; i++) {
            ApiClient.Answer answer = api.send("POST", USER + "/tokens");
            assertThat(files()).contains(answer.header("X-Request-Id"));
        }
    }

    @Test
    void requestWhenItOnlyReadsThenNotRecorded() {
        api.send("DELETE", USER);
        String before = latest().toString();

        api.send("GET", USER);

        assertThat(latest().toString()).isEqualTo(before);
    }

    @Test
    void logWhenSecretsAndAddressesPassedByThenHasNone() throws IOException {
        String key = makeKey("operator");
        JsonNode token = api.send("POST", USER + "/tokens").json();
        // An address that no other test writes into a path.
        api.withKey(key).send("PUT", USER, GOOD.replace("203.0.113.7", "203.0.113.201"));
        api.send("DELETE", "/api/v1/api-keys/" + key);
        api.send("DELETE", "/api/v1/users/" + token.at("/ticket").asString());
        api.send(ApiRequest.of("id", "DELETE", USER).header("X-Request-Id", "<key " + key + ">"));
        api.withKey("secret-" + key).send("DELETE", USER + "?key=" + key);

        assertThat(files())
                .contains("\"/api/v1/api-keys/*\"", "\"/api/v1/users/*\"")
                .doesNotContain(
                        key,
                        token.at("/ticket").asString(),
                        token.at("/sessionKey").asString(),
                        "127.0.0.1",
                        "203.0.113.201");
    }

    @Test
    void requestIdWhenSentByTheClientThenKept() {
        ApiClient.Answer answer = api.send(ApiRequest.of("id", "DELETE", USER).header("X-Request-Id", "deploy-17.b_2"));

        assertThat(answer.header("X-Request-Id")).isEqualTo("deploy-17.b_2");
        assertThat(latest().at("/requestId").asString()).isEqualTo("deploy-17.b_2");
    }

    @Test
    void logWhenReadPageByPageThenHasEveryEntryOnceLatestFirst() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.addFirst(api.send("PUT", USER, GOOD).header("X-Request-Id"));
        }

        List<String> seen = new ArrayList<>();
        String path = AUDIT + "?limit=3";
        for (int i = 0; i < 3; i++) {
            JsonNode page = api.send("GET", path).json();
            assertThat(page.at("/entries")).hasSize(3);
            page.at("/entries").forEach(entry -> seen.add(entry.at("/requestId").asString()));
            path = AUDIT + "?limit=3&cursor=" + page.at("/nextCursor").asString();
        }
        assertThat(seen.subList(0, sent.size())).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cursor=abc", "cursor=YWZ0ZXI6NDI", "limit=0", "limit=1001", "who=me", "cursor=YWZ0ZXI6Li4vLi4"})
    void queryWhenMalformedThenRefused(String query) {
        assertThat(api.send("GET", AUDIT + "?" + query).status()).isEqualTo(400);
    }

    private JsonNode latest() {
        return api.send("GET", AUDIT + "?limit=1").json().at("/entries/0");
    }

    private static String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var files = Files.list(DATA_DIR.resolve("audit"))) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
