package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bulk of users: every good line is taken, every bad one reported, whatever a body may hold. */
class BulkOverHttpTest extends WebLayerTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TO = "\"destination\": {\"address\": \"203.0.113.9\", \"port\": 1}";

    /** A line that must be refused, with the status and field that its answer must have, and the user id. */
    static Stream<Arguments> badLines() {
        return Stream.of(
                Arguments.of("{\"userId\": 7, \"destination\": {\"address\": \"203.0", 400, "", 0),
                Arguments.of("{\"userId\": 7, " + TO, 400, "", 0),
                Arguments.of("userId=7", 400, "", 0),
                Arguments.of("null", 400, "", 0),
                Arguments.of("[]", 400, "", 0),
                Arguments.of("7", 400, "", 0),
                Arguments.of(line(7) + line(8), 400, "", 0),
                Arguments.of("{\"userId\": 7, \"userId\": 8, " + TO + "}", 400, "", 0),
                Arguments.of("{\"userId\": 7, \"colour\": 1, " + TO + "}", 400, "colour", 7),
                Arguments.of("{\"userId\": \"7\", " + TO + "}", 400, "userId", 0),
                Arguments.of("{\"userId\": 7.0, " + TO + "}", 400, "userId", 0),
                Arguments.of("{\"userId\": 99999999999999999999, " + TO + "}", 400, "userId", 0),
                Arguments.of("{\"userId\": 7, \"enabled\": \"yes\", " + TO + "}", 400, "enabled", 7),
                Arguments.of("{\"userId\": 7, \"label\": " + "[".repeat(5000), 400, "label", 0),
                Arguments.of("{\"userId\": 7}", 422, "destination", 7),
                Arguments.of("{" + TO + "}", 400, "userId", 0),
                Arguments.of(line(7).replace("203.0.113.9", "localhost"), 422, "destination.address", 7),
                Arguments.of(line(7).replace("203.0.113.9", "127.0.0.1"), 422, "destination.address", 7),
                Arguments.of(line(7).replace("\"port\": 1", "\"port\": 0"), 422, "destination.port", 7));
    }

    @Test
    void bulkWhenLinesAreGoodThenAllAreTaken() {
        ApiClient.Answer answer = bulk(line(7) + "\n" + line(42) + "\n" + line(8) + "\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(answer.response().body())
                .isEqualTo(
                        "{\"summary\":{\"lines\":3,\"registered\":2,\"replaced\":1,\"failed\":0,\"complete\":true}}\n");
        assertThat(address(7)).isEqualTo("203.0.113.9");
        assertThat(address(42)).isEqualTo("203.0.113.9");
    }

    @Test
    void bulkWhenALineHasEveryFieldThenAsInPut() {
        bulk("{\"userId\": 7, " + TO + ", \"rateLimit\": {\"packetsPerSecond\": 500}, \"enabled\": false,"
                + " \"label\": \"büro\", \"maxSessions\": 2}");

        JsonNode user = api.send("GET", "/api/v1/users/7").json();
        assertThat(user.at("/rateLimit/burstPackets").asLong()).isEqualTo(5);
        assertThat(user.at("/enabled").asBoolean()).isFalse();
        assertThat(user.at("/label").asString()).isEqualTo("büro");
        assertThat(user.at("/maxSessions").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void bulkWhenALineIsBadThenReportedAndTheOthersTaken(String bad, int status, String field, long userId) {
        List<JsonNode> answer = json(bulk(line(5) + "\n" + bad + "\n" + line(6) + "\n"));

        assertThat(answer).hasSize(2);
        JsonNode failure = answer.getFirst();
        assertThat(failure.at("/line").asLong()).isEqualTo(2);
        assertThat(failure.at("/status").asInt()).isEqualTo(status);
        assertThat(failure.at("/type").asString()).startsWith("https://lumenlink.org/problems/");
        assertThat(failure.at("/detail").asString()).isNotBlank();
        assertThat(failure.at("/errors/0/field").asString()).isEqualTo(field);
        assertThat(failure.at("/userId").asLong()).isEqualTo(userId);
        assertThat(failure.has("userId")).isEqualTo(userId != 0);
        assertSummary(answer.getLast(), 3, 2, 0, 1);
        assertThat(address(6)).isEqualTo("203.0.113.9");
        assertThat(api.send("GET", "/api/v1/users/7").status()).isEqualTo(404);
    }

    @Test
    void bulkWhenSeveralFieldsAreWrongThenAllAreNamed() {
        JsonNode failure = json(bulk("{\"destination\": {\"address\": \"x\", \"port\": 0}, \"rateLimit\": {}}"))
                .getFirst();

        assertThat(failure.at("/errors").findValuesAsString("field"))
                .isEqualTo(List.of("userId", "destination.address", "destination.port", "rateLimit.packetsPerSecond"));
    }

    @Test
    void bulkWhenAUserComesTwiceThenTheLaterLineHolds() {
        List<JsonNode> answer = json(bulk(line(7) + "\n" + line(7).replace("203.0.113.9", "203.0.113.10") + "\n"));

        assertSummary(answer.getLast(), 2, 1, 1, 0);
        assertThat(address(7)).isEqualTo("203.0.113.10");
    }

    @Test
    void bulkWhenTheLaterLineOfAUserIsBadThenTheEarlierHolds() {
        List<JsonNode> answer = json(bulk(line(7) + "\n{\"userId\": 7}\n"));

        assertSummary(answer.getLast(), 2, 1, 0, 1);
        assertThat(address(7)).isEqualTo("203.0.113.9");
    }

    @Test
    void bulkWhenLinesAreBlankThenSkippedAndCountedForTheNumbers() {
        List<JsonNode> answer = json(bulk("\n  \r\n" + line(7) + "\r\n\t\nbad\n\n"));

        assertThat(answer.getFirst().at("/line").asLong()).isEqualTo(5);
        assertSummary(answer.getLast(), 2, 1, 0, 1);
    }

    @Test
    void bulkWhenThereIsNoBodyThenNothingIsTaken() {
        assertSummary(json(bulk("")).getLast(), 0, 0, 0, 0);
    }

    @Test
    void bulkWhenTheLastLineHasNoEndThenTaken() {
        assertSummary(json(bulk(line(7))).getLast(), 1, 1, 0, 0);
    }

    @Test
    void bulkWhenALineIsNotUtf8ThenReportedAndTheOthersTaken() {
        byte[] body = (line(7) + "\n{\"label\": \"\u00ff\"}\n" + line(8)).getBytes(StandardCharsets.ISO_8859_1);

        List<JsonNode> answer = json(bulk(body));

        assertThat(answer.getFirst().at("/detail").asString()).contains("UTF-8");
        assertSummary(answer.getLast(), 3, 2, 0, 1);
    }

    @Test
    void bulkWhenALineIsTooLongThenReportedAndTheOthersTaken() {
        String long1 = "{\"label\": \"" + "x".repeat(BodyLimitFilter.LIMIT) + "\"}";
        String long2 = "y".repeat(10_000_000);
        String fits = line(8) + " ".repeat(BodyLimitFilter.LIMIT - line(8).length());

        List<JsonNode> answer =
                json(bulk(line(7) + "\n" + long1 + "\n" + fits + "\n" + fits + " \n" + long2 + "\n" + line(9)));

        assertThat(answer.stream().limit(3).map(failure -> failure.at("/line").asLong()))
                .containsExactly(2L, 4L, 5L);
        assertThat(answer.getFirst().at("/status").asInt()).isEqualTo(413);
        assertThat(answer.getFirst().at("/detail").asString()).contains("65536 bytes");
        assertSummary(answer.getLast(), 6, 3, 0, 3);
    }

    @Test
    void bulkWhenThereIsNoRoomThenOnlyTheLinesBeyondAreRefused() {
        String lines = LongStream.rangeClosed(101, 100 + InMemoryRelay.CAPACITY)
                .mapToObj(BulkOverHttpTest::line)
                .collect(Collectors.joining("\n"));

        List<JsonNode> answer = json(bulk(lines));

        // Two users are there already.
        assertThat(answer.stream().limit(2)).allSatisfy(failure -> {
            assertThat(failure.at("/status").asInt()).isEqualTo(507);
            assertThat(failure.at("/type").asString()).endsWith("/registry-full");
        });
        assertSummary(answer.getLast(), InMemoryRelay.CAPACITY, InMemoryRelay.CAPACITY - 2, 0, 2);
    }

    @Test
    void bulkWhenItHasManyBatchesThenFailuresAreInTheOrderOfTheLines() {
        String lines = LongStream.rangeClosed(1, 5000)
                .mapToObj(i -> i % 7 == 0 ? "bad" : line(42))
                .collect(Collectors.joining("\n"));

        List<JsonNode> answer = json(bulk(lines));

        assertThat(answer.stream()
                        .limit(answer.size() - 1)
                        .map(failure -> failure.at("/line").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 714).map(i -> 7 * i).boxed().toList());
        assertSummary(answer.getLast(), 5000, 0, 4286, 714);
    }

    @Test
    void bulkWhenTheStoreFailsThenStopsAndSaysFromWhereOn() {
        String lines = LongStream.rangeClosed(1, 3000)
                .mapToObj(i -> line(i == 1500 ? InMemoryRelay.BROKEN_USER : 42))
                .collect(Collectors.joining("\n"));

        List<JsonNode> answer = json(bulk(lines));

        assertThat(answer).hasSize(1001);
        assertThat(answer.getFirst().at("/line").asLong()).isEqualTo(1001);
        assertThat(answer.get(999).at("/line").asLong()).isEqualTo(2000);
        assertThat(answer.getFirst().at("/status").asInt()).isEqualTo(500);
        assertThat(answer.getFirst().at("/errorId").asString()).matches("[0-9a-f]{16}");
        JsonNode summary = answer.getLast().at("/summary");
        assertThat(summary.at("/lines").asLong()).isEqualTo(2000);
        assertThat(summary.at("/replaced").asLong()).isEqualTo(1000);
        assertThat(summary.at("/complete").asBoolean()).isFalse();
    }

    @Test
    void bulkWhenNotNdjsonThenRefused() {
        assertThat(api.send("POST", BulkController.PATH, line(7)).status()).isEqualTo(415);
        assertThat(api.send(ApiRequest.of("bulk", "POST", BulkController.PATH)
                                .header("Content-Type", "application/x-ndjson")
                                .header("Accept", "application/json")
                                .body(line(7)))
                        .status())
                .isEqualTo(406);
        assertThat(api.send("GET", "/api/v1/users/7").status()).isEqualTo(404);
        assertThat(api.send("GET", USER).status()).isEqualTo(200);
    }

    private static String line(long userId) {
        return "{\"userId\": " + userId + ", " + TO + "}";
    }

    private ApiClient.Answer bulk(String body) {
        return bulk(body.getBytes(StandardCharsets.UTF_8));
    }

    private ApiClient.Answer bulk(byte[] body) {
        return api.send(api.bulk(body));
    }

    private static List<JsonNode> json(ApiClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return Arrays.stream(answer.response().body().split("\n"))
                .map(JSON::readTree)
                .toList();
    }

    private String address(long userId) {
        return api.send("GET", "/api/v1/users/" + userId)
                .json()
                .at("/destination/address")
                .asString();
    }

    private static void assertSummary(JsonNode line, long lines, long registered, long replaced, long failed) {
        JsonNode summary = line.at("/summary");
        assertThat(summary.at("/lines").asLong()).as("lines").isEqualTo(lines);
        assertThat(summary.at("/registered").asLong()).as("registered").isEqualTo(registered);
        assertThat(summary.at("/replaced").asLong()).as("replaced").isEqualTo(replaced);
        assertThat(summary.at("/failed").asLong()).as("failed").isEqualTo(failed);
        assertThat(summary.at("/complete").asBoolean()).isTrue();
    }
}
