package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.INTERFACES;
import static org.lumenlink.relay.api.RefusedRequests.NETWORK;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.support.RequiresBpf;
import tools.jackson.databind.JsonNode;

/** What the API answers, and what the kernel's maps have afterwards. */
@RequiresBpf
class RelayApiTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 20;

    @TempDir
    static Path dataDir;

    static RealRelay relay;
    static ApiClient api;

    @BeforeAll
    static void start() throws IOException {
        relay = new RealRelay(dataDir);
        api = relay.api();
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    static Stream<ApiRequest> refusedRequests() {
        return RefusedRequests.all();
    }

    @BeforeEach
    void register() {
        for (JsonNode user : api.send("GET", "/api/v1/users").json().at("/users")) {
            api.send("DELETE", "/api/v1/users/" + user.at("/userId").asLong());
        }
        for (JsonNode network : api.send("GET", "/api/v1/deny-list").json().at("/networks")) {
            api.send("DELETE", "/api/v1/deny-list/" + network.at("/cidr").asString());
        }
        api.send("PUT", NETWORK);
        api.send("PUT", USER, GOOD);
        api.send("PUT", "/api/v1/users/43", GOOD.replaceFirst("\\{", "{\"enabled\": false, "));
    }

    @ParameterizedTest
    @MethodSource("refusedRequests")
    void requestWhenWrongThenProblemAndMapsUnchanged(ApiRequest request) {
        String before = relay.maps();

        RefusedRequestsTest.assertRefused(request, api.send(request));

        assertThat(relay.maps()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void changeWhenKeyIsMissingOrWrongThenMapsUnchanged(String key) {
        String before = relay.maps();

        ApiClient stranger = api.withKey(key.isEmpty() ? null : key);
        assertThat(stranger.send("PUT", "/api/v1/users/44", GOOD).status()).isEqualTo(401);
        assertThat(stranger.send("DELETE", USER).status()).isEqualTo(401);

        assertThat(relay.maps()).isEqualTo(before);
    }

    @Test
    void userWhenPutThenInTheMapWhenAnswered() {
        ApiClient.Answer answer = api.send(
                "PUT",
                "/api/v1/users/4294967295",
                "{\"destination\": {\"address\": \"2001:db8:2::7\", \"port\": 51820}, \"maxSessions\": 3,"
                        + " \"rateLimit\": {\"packetsPerSecond\": 500}}");

        assertThat(answer.status()).isEqualTo(201);
        Optional<UserEntry> entry = relay.dataplane().users().get(4294967295L);
        assertThat(entry.map(UserEntry::destination)).contains(new InetSocketAddress("2001:db8:2::7", 51_820));
        assertThat(entry.map(UserEntry::maxSessions)).contains(3);
        assertThat(relay.dataplane().rateLimits().get(4294967295L)).contains(new Limits(500, 5, 5_000_000, 50_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "2001:db8:1::1",
                "::ffff:192.0.2.1",
                "::ffff:c000:201",
                "64:ff9b::192.0.2.1",
                "2002:c000:201::"
            })
    void destinationWhenItIsTheRelayItselfThenRefused(String address) {
        String before = relay.maps();
        String destination = "{\"destination\": {\"address\": \"%s\", \"port\": 443}}".formatted(address);

        for (ApiClient.Answer answer : List.of(
                api.send("PUT", "/api/v1/users/44", destination),
                api.send("PUT", USER, destination),
                api.send("PATCH", USER, destination))) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("destination.address");
            assertThat(String.valueOf(answer.problem().get("detail"))).contains("the relay itself", "loop");
        }
        String line = "{\"userId\": 44, " + destination.substring(1);
        assertThat(api.send(api.bulk(line.getBytes(StandardCharsets.UTF_8)))
                        .response()
                        .body())
                .contains("\"status\":422", "the relay itself");
        assertThat(relay.maps()).isEqualTo(before);
    }

    @Test
    void destinationWhenIpv4MappedThenIsThatOfIpv4() {
        ApiClient.Answer answer =
                api.send("PUT", USER, "{\"destination\": {\"address\": \"::ffff:198.51.100.7\", \"port\": 443}}");

        assertThat(answer.json().at("/destination/address").asString()).isEqualTo("198.51.100.7");
        assertThat(relay.dataplane().users().get(42).map(UserEntry::destination))
                .contains(new InetSocketAddress("198.51.100.7", 443));
    }

    @Test
    void putWhenMadeByManyAtOnceForOneVersionThenExactlyOneWins() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String eTag = api.send("GET", USER).header("ETag");
            int first = 1000 * (round + 1);

            List<ApiClient.Answer> answers = atOnce(thread -> ApiRequest.of("PUT", "PUT", USER)
                    .header("If-Match", eTag)
                    .body("{\"destination\": {\"address\": \"203.0.113.7\", \"port\": %d}}".formatted(first + thread)));

            assertThat(answers.stream().map(ApiClient.Answer::status).sorted())
                    .as("round %d", round)
                    .containsExactlyElementsOf(onceThen(200, 412));
            ApiClient.Answer winner = answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .findFirst()
                    .orElseThrow();
            ApiClient.Answer user = api.send("GET", USER);
            assertThat(user.response().body()).isEqualTo(winner.response().body());
            assertThat(user.header("ETag")).isEqualTo(winner.header("ETag")).isNotEqualTo(eTag);
            assertThat(relay.dataplane()
                            .users()
                            .get(42)
                            .map(entry -> entry.destination().getPort()))
                    .contains(user.json().at("/destination/port").asInt());
        }
    }

    @Test
    void putWhenManyRegisterOneUserAtOnceThenExactlyOneDoes() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<ApiClient.Answer> answers = atOnce(thread -> ApiRequest.of("PUT", "PUT", "/api/v1/users/44")
                    .header("If-None-Match", "*")
                    .body(GOOD));

            assertThat(answers.stream().map(ApiClient.Answer::status).sorted())
                    .as("round %d", round)
                    .containsExactlyElementsOf(onceThen(201, 412));
            assertThat(api.send("DELETE", "/api/v1/users/44").status()).isEqualTo(204);
        }
    }

    /** Sends a request from each of many threads, none before all are ready. */
    private static List<ApiClient.Answer> atOnce(IntFunction<ApiRequest> requests) throws Exception {
        CyclicBarrier ready = new CyclicBarrier(THREADS);
        List<Future<ApiClient.Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                ApiRequest request = requests.apply(thread);
                answers.add(threads.submit(() -> {
                    ready.await();
                    return api.send(request);
                }));
            }
        }
        List<ApiClient.Answer> done = new ArrayList<>();
        for (Future<ApiClient.Answer> answer : answers) {
            done.add(answer.get());
        }
        return done;
    }

    private static List<Integer> onceThen(int once, int others) {
        List<Integer> statuses = new ArrayList<>(Collections.nCopies(THREADS - 1, others));
        statuses.addFirst(once);
        return statuses;
    }

    @Test
    void userWhenDisabledThenDisabledInTheMap() {
        assertThat(api.send("PATCH", USER, "{\"enabled\": false}").status()).isEqualTo(200);

        assertThat(relay.dataplane().users().get(42).map(UserEntry::enabled)).contains(false);
    }

    @Test
    void limitWhenPutAndDeletedThenFollowedByTheMap() {
        assertThat(api.send("PUT", USER + "/rate-limit", "{\"packetsPerSecond\": 700}")
                        .status())
                .isEqualTo(200);
        assertThat(relay.dataplane().rateLimits().get(42).map(Limits::packetsPerSecond))
                .contains(700L);

        assertThat(api.send("DELETE", USER + "/rate-limit").status()).isEqualTo(204);
        assertThat(relay.dataplane().rateLimits().get(42).map(Limits::packetsPerSecond))
                .isNotEqualTo(Optional.of(700L));
    }

    @Test
    void userWhenDeletedThenGoneFromTheMaps() {
        assertThat(api.send("DELETE", USER).status()).isEqualTo(204);

        assertThat(relay.dataplane().users().get(42)).isEmpty();
        assertThat(relay.dataplane().rateLimits().get(42)).isEmpty();
    }

    @Test
    void userWhenTheMapIsFullThenInsufficientStorageAndNothingChanged() {
        for (int i = 2; i < RealRelay.CAPACITY; i++) {
            assertThat(api.send("PUT", "/api/v1/users/" + (100 + i), GOOD).status())
                    .isEqualTo(201);
        }
        String before = relay.maps();
        String stored = api.send("GET", "/api/v1/users").response().body();

        assertThat(api.send("PUT", "/api/v1/users/200", GOOD).status()).isEqualTo(507);
        assertThat(api.send("GET", "/api/v1/users").response().body()).isEqualTo(stored);
        assertThat(api.send("GET", "/api/v1/users/200").status()).isEqualTo(404);
        assertThat(relay.maps()).isEqualTo(before);
        assertThat(api.send("PUT", USER, GOOD).status())
                .as("a user that is there")
                .isEqualTo(200);
    }

    @Test
    void networkWhenPutAndDeletedThenFollowedByTheMap() {
        assertThat(relay.maps()).contains("203.0.113.0, prefixLength=24");

        assertThat(api.send("PUT", "/api/v1/deny-list/2001:db8::/32").status()).isEqualTo(201);
        assertThat(relay.maps()).contains("2001:db8:0:0:0:0:0:0, prefixLength=32");

        assertThat(api.send("DELETE", NETWORK).status()).isEqualTo(204);
        assertThat(relay.maps()).doesNotContain("203.0.113.0, prefixLength=24");
    }

    @Test
    void tokenWhenIssuedThenHasTheLengthsOfTheWireFormatAndTheRelaysAddresses() {
        JsonNode token =
                api.send("POST", USER + "/tokens", "{\"ttlSeconds\": 60}").json();

        assertThat(Base64.getUrlDecoder().decode(token.at("/ticket").asString()))
                .hasSize(20);
        assertThat(Base64.getUrlDecoder().decode(token.at("/sessionKey").asString()))
                .hasSize(16);
        assertThat(Instant.parse(token.at("/expiresAt").asString())).isAfter(Instant.now());
        assertThat(token.at("/endpoints").findValuesAsString("address"))
                .containsExactlyInAnyOrder("192.0.2.1", "2001:db8:1::1");
        assertThat(token.at("/endpoints/0/port").asInt()).isEqualTo(443);
    }

    @Test
    void sessionsWhenRevokedThenGenerationRises() {
        int before = relay.dataplane().users().get(42).orElseThrow().generation();

        assertThat(api.send("DELETE", USER + "/sessions").status()).isEqualTo(204);

        assertThat(relay.dataplane().users().get(42).map(UserEntry::generation)).contains(before + 1);
    }

    @Test
    void statusWhenAskedThenOfTheRealDataplane() {
        JsonNode dataplane = api.send("GET", "/api/v1/dataplane").json();
        assertThat(dataplane.at("/attached/0/interfaceName").asString()).isEqualTo("near");
        assertThat(dataplane.at("/programId").asInt()).isPositive();

        JsonNode stats = api.send("GET", "/api/v1/stats").json();
        assertThat(stats.at("/users").asInt()).isEqualTo(2);
        assertThat(stats.at("/verdicts").findValuesAsString("verdict")).contains("not_ours", "forwarded", "replayed");
        assertThat(api.send("GET", USER + "/stats").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fa"})
    void verdictsWhenAskedForThenEveryOneThatIsCountedIsExplained(String language) {
        JsonNode explained = api.send(
                        ApiRequest.of("verdicts", "GET", "/api/v1/verdicts").header("Accept-Language", language))
                .json();

        assertThat(explained.findValuesAsString("verdict"))
                .isEqualTo(api.send("GET", "/api/v1/stats").json().findValuesAsString("verdict"));
        assertThat(explained.at("/verdicts/13/verdict").asString()).isEqualTo("over_packet_limit");
        assertThat(explained.at("/verdicts/13/cause").asString())
                .isEqualTo(
                        language.equals("en")
                                ? "the user sends more packets/s than it may"
                                : "کاربر بیش از حد مجاز بسته در ثانیه می‌فرستد");
    }

    @Test
    void nodeWhenTheRelayDrainsThenSaysWhyItIsNotReady() {
        assertThat(api.send("GET", "/api/v1/nodes").json().at("/nodes/0/state").asString())
                .isEqualTo("ready");
        api.send("POST", "/api/v1/dataplane:drain");

        JsonNode node = api.send("GET", "/api/v1/nodes").json().at("/nodes/0");
        assertThat(node.at("/state").asString()).isEqualTo("draining");
        assertThat(node.at("/reasons/0").asString()).startsWith("it drains since ");
        api.send("POST", "/api/v1/dataplane:resume");
    }

    @Test
    void interfaceWhenPutThenServedUntilDeletedAndTheLastOneStays() {
        assertThat(api.send("DELETE", INTERFACES + "near").problem())
                .containsEntry("status", 422)
                .containsEntry(
                        "detail",
                        "interfaceName must leave one: near is the only interface that the relay has; add another"
                                + " first, or stop the relay");
        ApiClient.Answer unfit = api.send("PUT", INTERFACES + "client");
        assertThat(unfit.status()).isEqualTo(422);
        assertThat(String.valueOf(unfit.problem().get("detail")))
                .contains("client has no IPv4 or IPv6 address", "ip addr add ADDRESS/PREFIX dev client");

        relay.namespace().ip("addr add 192.0.3.1/24 dev client");
        relay.namespace().sysctl("net/ipv4/conf/client/forwarding", "1");
        ApiClient.Answer added = api.send("PUT", INTERFACES + "client");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().at("/attached").findValuesAsString("interfaceName"))
                .containsExactly("near", "client");
        assertThat(added.json().at("/relayAddresses").valueStream().map(JsonNode::asString))
                .contains("192.0.3.1");
        assertThat(api.send("PUT", INTERFACES + "client").status()).isEqualTo(200);

        assertThat(api.send("DELETE", INTERFACES + "client").status()).isEqualTo(204);
        assertThat(api.send("DELETE", INTERFACES + "client").status()).isEqualTo(404);
        assertThat(api.send("GET", "/api/v1/dataplane").json().at("/attached").findValuesAsString("interfaceName"))
                .containsExactly("near");
        assertThat(relay.namespace().ip("-d link show client")).doesNotContain("xdp");
    }

    @Test
    void healthWhenAnInterfaceIsGoneThenNamesItAndIsNotReadyButAlive() {
        relay.namespace().ip("link add extra type veth peer name extra-peer");
        relay.namespace().ip("link set extra up");
        relay.namespace().ip("addr add 192.0.4.1/24 dev extra");
        relay.namespace().sysctl("net/ipv4/conf/extra/forwarding", "1");
        assertThat(api.send("PUT", INTERFACES + "extra").status()).isEqualTo(201);
        ApiClient management = relay.management();
        assertThat(management.send("GET", "/ready").status()).isEqualTo(200);

        relay.namespace().ip("link delete extra");

        String reason = "there is no such interface any more";
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(api.send("GET", "/api/v1/dataplane")
                                .json()
                                .at("/missing")
                                .toString())
                        .isEqualTo("[{\"interfaceName\":\"extra\",\"reason\":\"" + reason + "\"}]"));
        assertThat(management.send("GET", "/ready").status()).isEqualTo(503);
        ApiClient.Answer alive = management.send("GET", "/health");
        assertThat(alive.status()).isEqualTo(200);
        assertThat(alive.json().at("/components/dataplane/status").asString()).isEqualTo("OUT_OF_SERVICE");
        assertThat(alive.json().at("/components/dataplane/details/extra").asString())
                .isEqualTo(reason);
        assertThat(api.send("DELETE", INTERFACES + "extra").status()).isEqualTo(204);
        assertThat(management.send("GET", "/ready").status()).isEqualTo(200);
        assertThat(management.send("GET", "/health").response().body())
                .isEqualTo("{\"components\":{\"dataplane\":{\"status\":\"UP\"}},\"status\":\"UP\"}");
    }

    @Test
    void metricsWhenScrapedThenOfTheRealDataplane() {
        String page = relay.management().send("GET", "/metrics").response().body();
        assertThat(List.of(
                        "lumenlink_relay_users 2.0",
                        "lumenlink_relay_map_capacity{map=\"user_map\"} 4.0",
                        "lumenlink_relay_map_entries{map=\"user_map\"} 2.0",
                        "lumenlink_relay_packets_total{direction=\"to_destination\",verdict=\"forwarded\"} 0.0",
                        "lumenlink_relay_bytes_total{direction=\"to_destination\",verdict=\"forwarded\"} 0.0"))
                .allSatisfy(line -> assertThat(page).contains(line));
    }
}
