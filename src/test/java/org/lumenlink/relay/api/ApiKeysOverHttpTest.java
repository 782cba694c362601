package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Keys are made, listed and revoked over the API. */
@ExtendWith(OutputCaptureExtension.class)
class ApiKeysOverHttpTest extends WebLayerTest {

    private static final String KEYS = "/api/v1/api-keys";

    @Test
    void keyWhenMadeThenShownOnceAndItLetsIn(CapturedOutput log) {
        ApiClient.Answer created = api.send(
                "POST", KEYS, "{\"name\": \"grafana\", \"role\": \"viewer\", \"expiresAt\": \"2999-01-01T00:00:00Z\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Cache-Control")).isEqualTo("no-store");
        String key = created.json().at("/key").asString();
        JsonNode described = created.json().at("/apiKey");
        assertThat(described.propertyNames())
                .containsExactly("id", "name", "role", "createdAt", "lastUsedOn", "expiresAt");
        assertThat(described.at("/lastUsedOn").isNull()).isTrue();
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        assertThat(api.withKey(key).send("GET", "/api/v1/users").status()).isEqualTo(200);
        LocalDate after = LocalDate.now(ZoneOffset.UTC);

        JsonNode listed = find(described.at("/id").asLong());
        assertThat(listed.at("/name").asString()).isEqualTo("grafana");
        assertThat(listed.at("/role").asString()).isEqualTo("viewer");
        assertThat(LocalDate.parse(listed.at("/lastUsedOn").asString())).isBetween(before, after);
        assertThat(listed.at("/expiresAt").asString()).isEqualTo("2999-01-01T00:00:00Z");
        assertThat(api.send("GET", KEYS).response().body()).doesNotContain(key, "hash");
        assertThat(log).doesNotContain(key);
    }

    @Test
    void keyWhenRevokedThenUnauthorizedFromTheNextRequestOn() {
        JsonNode created = api.send("POST", KEYS, "{\"name\": \"x\", \"role\": \"operator\"}")
                .json();
        ApiClient caller = api.withKey(created.at("/key").asString());
        assertThat(caller.send("GET", "/api/v1/users").status()).isEqualTo(200);

        String path = KEYS + "/" + created.at("/apiKey/id").asLong();
        assertThat(api.send("DELETE", path).status()).isEqualTo(204);

        assertThat(caller.send("GET", "/api/v1/users").status()).isEqualTo(401);
        assertThat(api.send("DELETE", path).status()).isEqualTo(404);
    }

    @Test
    void adminKeyWhenTheLastOneThenConflictAndStillValid() {
        long first = admins().getFirst();
        for (long other : admins().subList(1, admins().size())) {
            api.send("DELETE", KEYS + "/" + other);
        }

        ApiClient.Answer answer = api.send("DELETE", KEYS + "/" + first);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).containsEntry("type", "https://lumenlink.org/problems/last-admin-key");
        assertThat(api.send("GET", KEYS).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 422 | name role",
                "{\"name\": \"a b\", \"role\": \"viewer\"} | 422 | name",
                "{\"name\": \"\", \"role\": \"viewer\"} | 422 | name",
                "{\"name\": \"a\", \"role\": \"root\"} | 422 | role",
                "{\"name\": \"a\", \"role\": \"ADMIN\"} | 422 | role",
                "{\"name\": \"a\", \"role\": \"viewer\", \"expiresAt\": \"2020-01-01T00:00:00Z\"} | 422 | expiresAt",
                "{\"name\": \"a\", \"role\": \"viewer\", \"expiresAt\": \"tomorrow\"} | 422 | expiresAt",
                "{\"name\": \"a\", \"role\": \"viewer\", \"expiresAt\": \"+1000000000-12-31T23:59:59Z\"} | 422 | expiresAt",
                "{\"name\": \"a\", \"role\": \"viewer\", \"expiresAt\": 5} | 400 | expiresAt",
                "{\"name\": \"a\", \"role\": \"viewer\", \"key\": \"mine\"} | 400 | key"
            })
    void keyWhenAskedForWronglyThenRefusedAndNoneIsMade(String body, int status, String fields) {
        int before = allKeys().size();

        ApiClient.Answer answer = api.send("POST", KEYS, body);

        assertThat(answer.status()).isEqualTo(status);
        answer.problem();
        assertThat(answer.json().at("/errors").findValuesAsString("field")).containsExactly(fields.split(" "));
        assertThat(allKeys()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "abc", "-1", "1.5", "01", "9223372036854775808"})
    void idWhenNotAWholeNumberThenMalformed(String id) {
        ApiClient.Answer answer = api.send("DELETE", KEYS + "/" + id);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("id");
    }

    @Test
    void listWhenReadPageByPageThenHasEveryKeyOnce() {
        for (int i = 0; i < 3; i++) {
            makeKey("issuer");
        }
        List<Long> all = allKeys().stream().map(key -> key.at("/id").asLong()).toList();

        List<Long> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.send("GET", KEYS + "?limit=2" + cursor).json();
            page.at("/apiKeys").forEach(key -> seen.add(key.at("/id").asLong()));
            cursor = page.at("/nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.at("/nextCursor").asString();
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(all);
        assertThat(api.send("GET", KEYS + "?name=x").status()).isEqualTo(400);
    }

    /** Ids of the keys of role admin, that of this test first. */
    private List<Long> admins() {
        return allKeys().stream()
                .filter(key -> key.at("/role").asString().equals("admin"))
                .map(key -> key.at("/id").asLong())
                .toList();
    }

    private JsonNode find(long id) {
        return allKeys().stream()
                .filter(key -> key.at("/id").asLong() == id)
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> allKeys() {
        List<JsonNode> keys = new ArrayList<>();
        api.send("GET", KEYS + "?limit=1000").json().at("/apiKeys").forEach(keys::add);
        return keys;
    }
}
