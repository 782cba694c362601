package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files, and what it asks the API for. */
class ConsoleOverHttpTest extends WebLayerTest {

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/console/main.js, text/javascript",
        "/console/console.css, text/css",
        "/console/icon.svg, image/svg+xml",
        "/console/messages/fa.json, application/json",
        "/webjars/uplot/dist/uPlot.esm.js, text/javascript"
    })
    void fileWhenAskedForWithoutKeyThenServedUnderAStrictPolicy(String path, String type) {
        ApiClient.Answer answer = api.withKey(null).send("GET", path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(type);
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                                + " require-trusted-types-for 'script'; trusted-types 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void pageWhenServedThenHasNoInlineScriptOrStyleAndNothingFromElsewhere() {
        String page = api.withKey(null).send("GET", "/").response().body();

        assertThat(page)
                .doesNotContain("<style", "style=", "//")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern(" on[a-z]+=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/nothing.js", "/console/../application.yaml"})
    void fileWhenThereIsNoneThenNotServed(String path) {
        assertThat(api.withKey(null).send("GET", path).status()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void fileWhenPostedToThenNeedsAKey() {
        assertThat(api.withKey(null).send("POST", "/").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "admin, '[\"admin\",\"operator\",\"issuer\",\"viewer\"]'",
        "operator, '[\"operator\",\"viewer\"]'",
        "issuer, '[\"issuer\"]'",
        "viewer, '[\"viewer\"]'"
    })
    void callerWhenAskingWhoItIsThenToldItsRoles(String role, String roles) {
        ApiClient.Answer me = api.withKey(makeKey(role)).send("GET", "/api/v1/me");

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().at("/kind").asString()).isEqualTo("api-key");
        assertThat(me.json().at("/id").asLong()).isPositive();
        assertThat(me.json().at("/name").asString()).isEqualTo("test");
        assertThat(me.json().at("/roles")).hasToString(roles);
    }

    @ParameterizedTest
    @CsvSource({"'', en", "fa, fa", "'fa-IR, en;q=0.5', fa", "'de, en;q=0.5', en", "de, en", "'-;;', en"})
    void verdictsWhenAskedForInALanguageThenInItOrInEnglish(String accepted, String language) {
        ApiClient.Answer answer =
                api.send(ApiRequest.of("verdicts", "GET", "/api/v1/verdicts").header("Accept-Language", accepted));

        assertThat(answer.header("Content-Language")).isEqualTo(language);
        assertThat(answer.response().body())
                .isEqualTo("{\"verdicts\":[{\"verdict\":\"forwarded\",\"effect\":\"to-destination\","
                        + "\"concern\":\"nobody\",\"cause\":\"" + language + "\",\"remedy\":\"nothing\"}]}");
    }

    @Test
    void nodesWhenTheRelayDrainsThenSaySoAndWhy() {
        assertThat(api.send("GET", "/api/v1/nodes").response().body())
                .isEqualTo("{\"nodes\":[{\"name\":\"relay-1\",\"state\":\"ready\",\"reasons\":[],"
                        + "\"startedAt\":\"2026-01-02T03:04:05Z\",\"version\":\"1.0.0\"}]}");

        api.send("POST", "/api/v1/dataplane:drain");

        assertThat(api.send("GET", "/api/v1/nodes").json().at("/nodes/0/state").asString())
                .isEqualTo("draining");
    }

    @Test
    void topUsersWhenAskedForThenHaveRatesAndIdsOnly() {
        assertThat(api.send("GET", "/api/v1/stats/top-users?limit=1").response().body())
                .isEqualTo("{\"at\":\"2026-01-02T03:04:05Z\",\"since\":\"2026-01-02T03:04:03Z\","
                        + "\"users\":[{\"userId\":42,\"toDestination\":{\"packets\":10,\"bytes\":1000,"
                        + "\"packetsPerSecond\":5,\"bytesPerSecond\":500},\"toClient\":{\"packets\":20,"
                        + "\"bytes\":2000,\"packetsPerSecond\":10,\"bytesPerSecond\":1000}}]}");
        assertThat(api.send("GET", "/api/v1/stats/top-users?limit=0").status()).isEqualTo(400);
        assertThat(api.send("GET", "/api/v1/stats/top-users?count=1").status()).isEqualTo(400);
    }

    @Test
    void streamWhenMoreEventsAreAskedForThenHasThemAtOnce() {
        try (EventStream stream =
                new EventStream(api.request("/api/v1/stats/stream?events=stats,nodes,dataplane,top-users")
                        .build())) {
            assertThat(stream.next().orElseThrow().name()).isEqualTo("stats");
            assertThat(stream.next().orElseThrow().data().at("/nodes/0/name").asString())
                    .isEqualTo("relay-1");
            assertThat(stream.next().orElseThrow().data().at("/state").asString())
                    .isEqualTo("serving");
            assertThat(stream.next().orElseThrow().data().at("/users/0/userId").asLong())
                    .isEqualTo(42);
            assertThat(stream.next().orElseThrow().name()).isEqualTo("stats");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "stats,", "stats,users", "stats,stats%20"})
    void streamWhenAnUnknownEventIsAskedForThenRefused(String events) {
        ApiClient.Answer answer = api.send("GET", "/api/v1/stats/stream?events=" + events);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("events");
    }

    @Test
    void streamWhenAViewerAsksForTopUsersThenForbiddenAndAllElseIsNot() {
        ApiClient viewer = api.withKey(makeKey("viewer"));
        assertThat(viewer.send("HEAD", "/api/v1/stats/stream?events=stats,nodes")
                        .status())
                .isEqualTo(200);
        ApiClient.Answer refused = viewer.send("GET", "/api/v1/stats/stream?events=stats,top-users");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).containsEntry("detail", "this needs an API key of role operator");
    }
}
