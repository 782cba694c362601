package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UsersOverHttpTest extends WebLayerTest {

    private static final String NEW = "/api/v1/users/4294967295";

    @Test
    void putWhenUserIsNewThenCreatedWithLocationAndETag() {
        ApiClient.Answer answer = api.send("PUT", NEW, GOOD);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo(NEW);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.response().body())
                .isEqualTo("{\"userId\":4294967295,\"destination\":{\"address\":\"203.0.113.7\",\"port\":51820},"
                        + "\"rateLimit\":{\"packetsPerSecond\":10000,\"burstPackets\":100,"
                        + "\"bytesPerSecond\":100000000,\"burstBytes\":1000000},\"rateLimitIsDefault\":true,"
                        + "\"enabled\":true,\"label\":null,\"maxSessions\":4,"
                        + "\"createdAt\":\"2026-01-02T03:04:05Z\",\"updatedAt\":\"2026-01-02T03:04:05Z\"}");
    }

    @Test
    void putWhenUserIsThereThenReplacedAsAWhole() {
        api.send(
                "PUT",
                NEW,
                "{\"destination\": {\"address\": \"2001:db8::0:7\", \"port\": 1},"
                        + " \"rateLimit\": {\"packetsPerSecond\": 500}, \"enabled\": false, \"label\": \"x\","
                        + " \"maxSessions\": 2}");
        JsonNode before = api.send("GET", NEW).json();
        assertThat(before.at("/destination/address").asString()).isEqualTo("2001:db8::7");
        assertThat(before.at("/rateLimit/burstPackets").asLong()).isEqualTo(5);
        assertThat(before.at("/rateLimitIsDefault").asBoolean()).isFalse();
        assertThat(before.at("/maxSessions").asInt()).isEqualTo(2);

        ApiClient.Answer answer = api.send("PUT", NEW, GOOD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.json().at("/label").isNull()).isTrue();
        assertThat(answer.json().at("/enabled").asBoolean()).isTrue();
        assertThat(answer.json().at("/rateLimitIsDefault").asBoolean()).isTrue();
    }

    @Test
    void putWhenETagMatchesThenReplaced() {
        String eTag = api.send("GET", USER).header("ETag");
        ApiRequest put = ApiRequest.of("PUT", "PUT", USER).body(GOOD).header("If-Match", eTag);

        assertThat(api.send(put).status()).isEqualTo(200);
        assertThat(api.send(put).status()).isEqualTo(412);
    }

    @Test
    void putWhenOnlyToRegisterThenSecondIsRefused() {
        ApiRequest put = ApiRequest.of("PUT", "PUT", NEW).body(GOOD).header("If-None-Match", "*");

        assertThat(api.send(put).status()).isEqualTo(201);
        assertThat(api.send(put).status()).isEqualTo(412);
    }

    @Test
    void putWhenThereIsNoRoomThenInsufficientStorage() {
        for (int i = 0; i < InMemoryRelay.CAPACITY - 2; i++) {
            assertThat(api.send("PUT", "/api/v1/users/" + (100 + i), GOOD).status())
                    .isEqualTo(201);
        }

        ApiClient.Answer answer = api.send("PUT", NEW, GOOD);

        assertThat(answer.status()).isEqualTo(507);
        assertThat(answer.problem()).containsEntry("type", "https://lumenlink.org/problems/registry-full");
    }

    @Test
    void getWhenClientHasTheVersionThenNotModified() {
        String eTag = api.send("GET", USER).header("ETag");

        ApiClient.Answer answer =
                api.send(ApiRequest.of("GET", "GET", USER).header("If-None-Match", "\"0\", W/" + eTag));

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.response().body()).isEmpty();
    }

    @Test
    void headWhenUserIsThereThenAsGetWithoutBody() {
        ApiClient.Answer answer = api.send("HEAD", USER);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void patchWhenMergedThenOnlyWhatItNamesChanges() {
        api.send(
                "PUT",
                USER,
                "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 51820},"
                        + " \"rateLimit\": {\"packetsPerSecond\": 500}, \"label\": \"x\"}");

        ApiClient.Answer answer =
                patch("{\"destination\": {\"port\": 443}, \"rateLimit\": {\"burstPackets\": 9}, \"label\": null,"
                        + " \"enabled\": false}");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode user = answer.json();
        assertThat(user.at("/destination/address").asString()).isEqualTo("203.0.113.7");
        assertThat(user.at("/destination/port").asInt()).isEqualTo(443);
        assertThat(user.at("/rateLimit/packetsPerSecond").asLong()).isEqualTo(500);
        assertThat(user.at("/rateLimit/burstPackets").asLong()).isEqualTo(9);
        assertThat(user.at("/label").isNull()).isTrue();
        assertThat(user.at("/enabled").asBoolean()).isFalse();
    }

    @Test
    void patchWhenFieldsAreNullThenTheirDefaultsHold() {
        patch("{\"rateLimit\": {\"packetsPerSecond\": 5}, \"maxSessions\": 2, \"enabled\": false}");

        JsonNode user = patch("{\"rateLimit\": null, \"maxSessions\": null, \"enabled\": null}")
                .json();

        assertThat(user.at("/rateLimitIsDefault").asBoolean()).isTrue();
        assertThat(user.at("/maxSessions").asInt()).isEqualTo(4);
        assertThat(user.at("/enabled").asBoolean()).isTrue();
    }

    @Test
    void rateLimitWhenPutAndDeletedThenHoldsAndIsTheDefaultAgain() {
        ApiClient.Answer put = api.send("PUT", USER + "/rate-limit", "{\"packetsPerSecond\": 500}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().at("/rateLimit/packetsPerSecond").asLong()).isEqualTo(500);
        assertThat(put.header("ETag")).isEqualTo("\"2\"");

        assertThat(api.send("DELETE", USER + "/rate-limit").status()).isEqualTo(204);
        assertThat(api.send("GET", USER).json().at("/rateLimitIsDefault").asBoolean())
                .isTrue();
    }

    @Test
    void deleteWhenUserIsThereThenGone() {
        assertThat(api.send("DELETE", USER).status()).isEqualTo(204);
        assertThat(api.send("GET", USER).status()).isEqualTo(404);
        assertThat(api.send("DELETE", USER).status()).isEqualTo(404);
    }

    @Test
    void listWhenLongerThanAPageThenCursorsLeadThroughAll() {
        for (int i = 0; i < 5; i++) {
            api.send("PUT", "/api/v1/users/" + (100 + i), GOOD);
        }
        List<Long> ids = new ArrayList<>();
        String query = "?limit=3";
        for (int pages = 0; pages < 3; pages++) {
            JsonNode page = api.send("GET", "/api/v1/users" + query).json();
            page.at("/users").forEach(user -> ids.add(user.at("/userId").asLong()));
            JsonNode next = page.at("/nextCursor");
            assertThat(next.isNull()).isEqualTo(pages == 2);
            query = next.isNull() ? "" : "?limit=3&cursor=" + next.asString();
        }
        assertThat(ids).containsExactly(42L, 43L, 100L, 101L, 102L, 103L, 104L);
    }

    @Test
    void listWhenFilteredThenHasMatchesOnly() {
        api.send("PUT", NEW, "{\"destination\": {\"address\": \"2001:db8::7\", \"port\": 1}, \"label\": \"a b\"}");

        assertThat(ids("?destination=2001:DB8:0::7")).containsExactly(4294967295L);
        assertThat(ids("?label=a%20b")).containsExactly(4294967295L);
        assertThat(ids("?label=nobody")).isEmpty();
    }

    @Test
    void statsWhenAskedThenHaveBothDirections() {
        assertThat(api.send("GET", USER + "/stats").response().body())
                .isEqualTo("{\"userId\":42,\"toDestination\":{\"packets\":1,\"bytes\":100,\"limitedPackets\":2},"
                        + "\"toClient\":{\"packets\":3,\"bytes\":300,\"limitedPackets\":4}}");
    }

    @Test
    void sessionsWhenRevokedThenNoContent() {
        assertThat(api.send("DELETE", USER + "/sessions").status()).isEqualTo(204);
    }

    private ApiClient.Answer patch(String body) {
        return api.send(ApiRequest.of("PATCH", "PATCH", USER)
                .header("Content-Type", "application/merge-patch+json")
                .body(body));
    }

    private List<Long> ids(String query) {
        List<Long> ids = new ArrayList<>();
        api.send("GET", "/api/v1/users" + query)
                .json()
                .at("/users")
                .forEach(user -> ids.add(user.at("/userId").asLong()));
        return ids;
    }
}
