package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.api.EventStream.Event;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Teardown;
import tools.jackson.databind.JsonNode;

/** The stream of the real dataplane's counters. */
@RequiresBpf
@Timeout(60)
class StatsStreamTest {

    private static final String STREAM = "/api/v1/stats/stream";
    private static final int STREAMS = 3;

    @TempDir
    static Path dataDir;

    static RealRelay relay;
    static ApiClient api;

    @BeforeAll
    static void start() throws IOException {
        relay = new RealRelay(dataDir, RealRelay.CAPACITY, "--lumenlink.relay.api.stats-streams=" + STREAMS);
        api = relay.api();
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @Test
    void streamWhenOpenedThenHasTotalsAtOnceAndRatesFromTheSecondEventOn() {
        try (EventStream stream = open("")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.contentType()).startsWith("text/event-stream");
            Event first = stream.next().orElseThrow();
            assertThat(first.name()).isEqualTo("stats");
            assertThat(Instant.parse(first.data().at("/at").asString())).isBeforeOrEqualTo(Instant.now());
            assertThat(first.data().at("/users").isIntegralNumber()).isTrue();
            JsonNode before = verdict(first, "not_ours");
            assertThat(before.at("/packetsPerSecond").isNull()).isTrue();
            assertThat(before.at("/bytesPerSecond").isNull()).isTrue();

            relay.see(new byte[60], 100);
            JsonNode after = verdict(stream.next().orElseThrow(), "not_ours");

            assertThat(after.at("/packets").asLong() - before.at("/packets").asLong())
                    .isGreaterThanOrEqualTo(100);
            assertThat(after.at("/packetsPerSecond").asLong()).isPositive();
            assertThat(after.at("/bytesPerSecond").asLong())
                    .isGreaterThan(after.at("/packetsPerSecond").asLong());
            assertThat(stream.next()).isPresent();
        }
    }

    @Test
    void streamWhenTooManyAreOpenThenRefusedUntilOneIsClosed() {
        List<EventStream> open = new ArrayList<>();
        try (Teardown teardown = new Teardown()) {
            for (int i = 0; i < STREAMS; i++) {
                open.add(teardown.keep(awaitOpen()));
            }
            ApiClient.Answer refused =
                    api.send(ApiRequest.of("stream", "GET", STREAM).header("Accept", "text/event-stream"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).containsEntry("type", "https://lumenlink.org/problems/too-many-streams");
            assertThat(String.valueOf(refused.problem().get("detail"))).contains("lumenlink.relay.api.stats-streams");

            open.getFirst().close();

            try (EventStream another = awaitOpen()) {
                assertThat(another.next()).isPresent();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "1.5", "abc", "01"})
    void streamWhenIntervalIsOutOfBoundsThenRefused(String interval) {
        ApiClient.Answer answer = api.send("GET", STREAM + "?intervalSeconds=" + interval);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("intervalSeconds");
    }

    @Test
    void streamWhenParameterIsUnknownThenRefused() {
        assertThat(api.send("GET", STREAM + "?interval=5").status()).isEqualTo(400);
    }

    @Test
    void streamWhenOnlyItsHeadersAreAskedForThenAnswersAtOnce() {
        ApiClient.Answer answer = api.send("HEAD", STREAM);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
    }

    @Test
    void streamWhenTheRelayStopsThenEndsInOrder(@TempDir Path other) throws IOException {
        RealRelay stopping = new RealRelay(other);
        try (EventStream stream = new EventStream(
                stopping.api().request(STREAM + "?intervalSeconds=10").build())) {
            assertThat(stream.next()).isPresent();

            stopping.close();

            assertThat(stream.next()).isEmpty();
        } finally {
            stopping.close();
        }
    }

    /** Opens a stream once there is a place: of one that was closed the relay knows by its next event. */
    private static EventStream awaitOpen() {
        EventStream stream = open("");
        while (stream.status() == 503) {
            stream.close();
            stream = open("");
        }
        return stream;
    }

    private static EventStream open(String query) {
        return new EventStream(api.request(STREAM + query).build());
    }

    private static JsonNode verdict(Event event, String name) {
        for (JsonNode verdict : event.data().at("/verdicts")) {
            if (verdict.at("/verdict").asString().equals(name)) {
                return verdict;
            }
        }
        throw new AssertionError("no verdict " + name + " in " + event);
    }
}
