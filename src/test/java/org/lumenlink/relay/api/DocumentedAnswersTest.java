package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.INTERFACES;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.api.ApiDescription.Operation;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Teardown;

/**
 * Every answer that the description of the API has, and every kind of problem that it names, is really given: by a relay
 * over the maps of a real program, and where the registry or a disk has to fail, by one whose does. Requests are the
 * examples of the description. That nothing else is answered is checked wherever tests ask ({@link Documented}).
 */
@RequiresBpf
@Timeout(600)
class DocumentedAnswersTest {

    private static final String STREAM = "/api/v1/stats/stream";
    private static final List<String> ROLES = List.of("operator", "issuer", "viewer");

    @TempDir
    static Path dataDir;

    @TempDir
    static Path ailingDir;

    static final Teardown TEARDOWN = new Teardown();
    static final Map<String, String> KEYS = new HashMap<>();

    static AilingRelays ailing;
    static ApiClient api;
    static ApiDescription description;

    @BeforeAll
    static void start() throws IOException {
        RealRelay relay =
                TEARDOWN.keep(new RealRelay(dataDir, RealRelay.CAPACITY, "--lumenlink.relay.api.stats-streams=1"));
        ailing = TEARDOWN.keep(new AilingRelays(ailingDir));
        api = relay.api();
        relay.namespace().ip("link add eth1 type veth peer name eth1-peer");
        relay.namespace().ip("link set eth1 up");
        relay.namespace().ip("addr add 192.0.9.1/24 dev eth1");
        relay.namespace().sysctl("net/ipv4/conf/eth1/forwarding", "1");
        description = new ApiDescription(
                api.send("GET", ApiDescription.PATH).response().body());
        ROLES.forEach(role ->
                KEYS.put(role, SampleRequests.makeKey(api, role).at("/key").asString()));
    }

    @AfterAll
    static void stop() {
        TEARDOWN.close();
    }

    @TestFactory
    Stream<DynamicTest> documentedAnswerWhenProvokedThenGiven() {
        // What succeeds comes first: a rotation of token keys does so once.
        return Stream.concat(
                description.operations().stream()
                        .flatMap(operation -> operation.statuses().stream()
                                .filter(status -> operation.problems(status).isEmpty())
                                .map(status -> DynamicTest.dynamicTest(
                                        operation + " " + status,
                                        () -> assertThat(succeed(operation, Integer.parseInt(status)))
                                                .isEqualTo(Integer.parseInt(status))))),
                description.operations().stream()
                        .flatMap(operation -> operation.statuses().stream()
                                .flatMap(status -> operation.problems(status).stream()
                                        .map(problem -> DynamicTest.dynamicTest(
                                                operation + " " + status + " " + problem,
                                                () -> assertProblem(operation, status, problem))))));
    }

    private static void assertProblem(Operation operation, String status, String problem) throws IOException {
        SampleRequests.prepare(api);
        ApiClient.Answer answer = provoke(operation, problem);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(Integer.parseInt(status));
        assertThat(answer.problem()).containsEntry("type", "https://lumenlink.org/problems/" + problem);
    }

    private static int succeed(Operation operation, int status) {
        SampleRequests.prepare(api);
        ApiRequest request = SampleRequests.of(api, operation);
        if (request.path().equals(STREAM)) {
            return firstEvent(operation);
        }
        boolean isPut = request.method().equals("PUT");
        if (isPut && status == 201) {
            api.send("DELETE", request.path());
        }
        boolean mustBeServed = request.path().startsWith(INTERFACES) && (!isPut || status == 200);
        if (mustBeServed) {
            api.send("PUT", request.path());
        }
        return api.send(status == 304 ? request.header("If-None-Match", "*") : request)
                .status();
    }

    private static int firstEvent(Operation operation) {
        try (EventStream stream = new EventStream(api.request(STREAM).build())) {
            EventStream.Event event = stream.next().orElseThrow();
            assertThat(description.errors(
                            operation.content(200),
                            stream.contentType().replaceFirst(";.*", ""),
                            "data: " + event.data()))
                    .isEmpty();
            return stream.status();
        }
    }

    /** Does what gives an operation a problem. */
    private static ApiClient.Answer provoke(Operation operation, String problem) throws IOException {
        ApiRequest request = SampleRequests.of(api, operation);
        return switch (problem) {
            case "malformed-request" -> api.send(request.at(request.path() + ";a=b"));
            case "key-required" -> api.withKey(null).send(request);
            case "role-required" -> api.withKey(keyOfNoUse(operation)).send(request);
            case "not-acceptable" -> api.send(request.header("Accept", "image/png"));
            case "unsupported-media-type" -> api.send(request.header("Content-Type", "text/csv"));
            case "body-too-large" -> api.send(request.body(" ".repeat(BodyLimitFilter.LIMIT + 1)));
            case "not-found" -> api.send(SampleRequests.ofNobody(request));
            case "precondition-failed" -> api.send(request.header("If-Match", "\"999999\""));
            case "invalid-value" -> api.send(SampleRequests.invalid(api, request));
            case "user-disabled" -> afterwards(api.send("PATCH", USER, "{\"enabled\": false}"), request);
            case "last-admin-key" -> api.send("DELETE", "/api/v1/api-keys/" + adminKey());
            case "rotation-refused" -> afterwards(api.send(request), request);
            case "relay-draining" -> afterwards(api.send("POST", "/api/v1/dataplane:drain"), request);
            case "too-many-streams" -> secondStream();
            default -> ailing.provoke(operation, problem);
        };
    }

    private static ApiClient.Answer afterwards(ApiClient.Answer before, ApiRequest request) {
        assertThat(before.status()).isIn(200, 201, 409);
        return api.send(request);
    }

    private static String keyOfNoUse(Operation operation) {
        String role = ROLES.stream()
                .filter(each -> !operation.roles().contains(each))
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(KEYS.get(role));
    }

    private static long adminKey() {
        return api.send("GET", "/api/v1/api-keys")
                .json()
                .at("/apiKeys")
                .valueStream()
                .filter(key -> key.at("/role").asString().equals("admin"))
                .findFirst()
                .orElseThrow()
                .at("/id")
                .asLong();
    }

    private static ApiClient.Answer secondStream() {
        EventStream first = new EventStream(api.request(STREAM).build());
        // Of a stream that was closed the relay knows by its next event.
        while (first.status() == 503) {
            first.close();
            first = new EventStream(api.request(STREAM).build());
        }
        try (EventStream held = first) {
            assertThat(held.status()).isEqualTo(200);
            return api.send("GET", STREAM);
        }
    }
}
