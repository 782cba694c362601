package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
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
import org.lumenlink.relay.support.UdpFrame;
import org.lumenlink.relay.token.RelayHeader;
import tools.jackson.databind.JsonNode;

/** The stream of the real dataplane's counters. */
@RequiresBpf
@Timeout(600)
class StatsStreamTest {

    private static final String STREAM = "/api/v1/stats/stream";
    private static final int STREAMS = 3;
    private static final int RELAYED = 100;
    private static final String CLIENT = "192.0.2.10";
    private static final String DESTINATION = "192.0.2.20";

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
            long counted = 0;
            JsonNode fastest = before;
            while (counted < 100) {
                JsonNode after = verdict(stream.next().orElseThrow(), "not_ours");
                counted = after.at("/packets").asLong() - before.at("/packets").asLong();
                if (after.at("/packetsPerSecond").asLong()
                        > fastest.at("/packetsPerSecond").asLong(0)) {
                    fastest = after;
                }
            }

            assertThat(fastest.at("/packetsPerSecond").asLong(0)).isPositive();
            assertThat(fastest.at("/bytesPerSecond").asLong(0))
                    .isGreaterThan(fastest.at("/packetsPerSecond").asLong());
            assertThat(stream.next()).isPresent();
        }
    }

    @Test
    void latencyWhenPacketsAreRelayedThenIsOfThem() {
        for (String neighbour : List.of(CLIENT, DESTINATION)) {
            relay.namespace().ip("neigh replace " + neighbour + " lladdr 02:00:00:00:00:10 dev near nud permanent");
        }
        api.send("PUT", USER, "{\"destination\": {\"address\": \"" + DESTINATION + "\", \"port\": 9}}");
        JsonNode token = api.send("POST", USER + "/tokens").json();
        try (EventStream stream = open("")) {
            Event first = stream.next().orElseThrow();
            assertThat(first.data().at("/recentLatency").isNull()).isTrue();
            long before = first.data().at("/latency/packets").asLong();

            for (int number = 1; number <= RELAYED; number++) {
                relay.see(frame(token, number), 1);
            }

            long recent = 0;
            JsonNode latest = first.data();
            while (latest.at("/latency/packets").asLong() < before + RELAYED) {
                latest = stream.next().orElseThrow().data();
                recent += latest.at("/recentLatency/packets").asLong();
            }
            assertThat(recent).isEqualTo(RELAYED);
            JsonNode latency = latest.at("/latency");
            assertThat(latency.at("/packets").asLong()).isEqualTo(before + RELAYED);
            assertThat(latency.at("/histogram")
                            .valueStream()
                            .mapToLong(slot -> slot.at("/packets").asLong())
                            .sum())
                    .isEqualTo(before + RELAYED);
            assertThat(latency.at("/meanNanoseconds").asLong()).isPositive();
            long p50 = latency.at("/p50Nanoseconds").asLong();
            long p99 = latency.at("/p99Nanoseconds").asLong();
            long p999 = latency.at("/p999Nanoseconds").asLong();
            assertThat(List.of(1L, p50, p99, p999)).isSorted();
            assertThat(api.send("GET", "/api/v1/stats").json().at("/latency")).isEqualTo(latency);
        }
    }

    @Test
    void streamWhenTooManyAreOpenThenRefusedUntilOneIsClosed() {
        List<EventStream> open = new ArrayList<>();
        try (Teardown teardown = new Teardown()) {
            for (int i = 0; i < STREAMS; i++) {
                open.add(teardown.keep(open("")));
            }
            ApiClient.Answer refused =
                    api.send(ApiRequest.of("stream", "GET", STREAM).header("Accept", "text/event-stream"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).containsEntry("type", "https://lumenlink.org/problems/too-many-streams");
            assertThat(String.valueOf(refused.problem().get("detail"))).contains("lumenlink.relay.api.stats-streams");

            open.getFirst().close();

            try (EventStream another = open("")) {
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

    /** Makes a packet of a client. */
    private static byte[] frame(JsonNode token, long number) {
        Base64.Decoder base64 = Base64.getUrlDecoder();
        byte[] payload = new byte[32];
        byte[] header = RelayHeader.encode(
                base64.decode(token.at("/ticket").asString()),
                base64.decode(token.at("/sessionKey").asString()),
                number,
                payload);
        byte[] datagram = Arrays.copyOf(header, header.length + payload.length);
        return UdpFrame.of(InetAddress.ofLiteral(CLIENT), 50_000, InetAddress.ofLiteral("192.0.2.1"), 443, datagram);
    }

    /** Opens a stream once there is a place: of one that was closed the relay knows by its next event. */
    private static EventStream open(String query) {
        EventStream stream = new EventStream(api.request(STREAM + query).build());
        while (stream.status() == 503) {
            stream.close();
            stream = new EventStream(api.request(STREAM + query).build());
        }
        return stream;
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
