package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Examples of bodies for the description of the API. They are of the records that are sent, and so of the same form. */
final class ApiExamples {

    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant LATER = Instant.parse("2026-01-02T04:04:05.678Z");
    private static final String CURSOR = "YWZ0ZXI6NDI";

    private static final DestinationBody DESTINATION = new DestinationBody("203.0.113.7", 51_820L);
    private static final RateLimitBody LIMIT = new RateLimitBody(500L, 5L, 5_000_000L, 50_000L);
    private static final UserResponse USER =
            new UserResponse(42, DESTINATION, LIMIT, false, true, "berlin-3", 4, THEN, LATER);
    private static final DeniedResponse DENIED = new DeniedResponse("203.0.113.0/24", THEN);
    private static final ApiKeyResponse API_KEY =
            new ApiKeyResponse(3, "grafana", "viewer", THEN, LocalDate.parse("2026-01-02"), null);
    private static final TokenKeyResponse STAGED =
            new TokenKeyResponse(3, "staged", THEN, null, null, THEN.plusSeconds(60), null);
    private static final TokenKeyResponse ACTIVE = new TokenKeyResponse(2, "active", THEN, THEN, null, null, null);
    private static final InKernelLatencyResponse LATENCY = new InKernelLatencyResponse(
            1203,
            212L,
            256L,
            512L,
            1024L,
            List.of(
                    new InKernelLatencyResponse.Bucket(256, 1180),
                    new InKernelLatencyResponse.Bucket(512, 21),
                    new InKernelLatencyResponse.Bucket(1024, 2)));

    private static final Map<String, Record> BY_SCHEMA = Stream.of(
                    new UserRequest(DESTINATION, null, true, "berlin-3", null),
                    new RateLimitBody(500L, null, null, null),
                    new TokenRequest(3600L),
                    new ApiKeyRequest("grafana", "viewer", "2099-01-01T00:00:00Z"),
                    USER,
                    new UserPageResponse(List.of(USER), CURSOR),
                    new UserStatsResponse(
                            42,
                            new UserStatsResponse.Direction(120_000, 144_000_000, 17),
                            new UserStatsResponse.Direction(118_500, 139_000_000, 0)),
                    new TokenResponse(
                            "AAECAwQFBgcICQoLDA0ODxAREhM",
                            "AAECAwQFBgcICQoLDA0ODw",
                            LATER,
                            List.of(new TokenResponse.EndpointResponse("198.51.100.1", 443))),
                    DENIED,
                    new DenyListResponse(List.of(DENIED), "YWZ0ZXI6MjAzLjAuMTEzLjAvMjQ"),
                    API_KEY,
                    new ApiKeyPageResponse(List.of(API_KEY), CURSOR),
                    new CreatedApiKeyResponse("lumenlink_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", API_KEY),
                    new AuditPageResponse(
                            List.of(new AuditEntryResponse(
                                    THEN,
                                    "5f0c3a9be1d24477",
                                    new AuditEntryResponse.CallerResponse("api-key", "3", "grafana"),
                                    "PUT",
                                    "/api/v1/users/42",
                                    403,
                                    0)),
                            "YWZ0ZXI6MS40MDk2"),
                    STAGED,
                    new TokenKeysResponse(List.of(STAGED, ACTIVE), null),
                    new MeResponse("api-key", "3", "grafana", List.of("viewer")),
                    new NodesResponse(List.of(new NodesResponse.Node("relay-1", "ready", List.of(), THEN, "1.0.0"))),
                    new TopUsersResponse(
                            LATER,
                            LATER.minusSeconds(5),
                            List.of(new TopUsersResponse.User(
                                    42,
                                    new TopUsersResponse.Direction(120_000, 144_000_000, 400L, 480_000L),
                                    new TopUsersResponse.Direction(118_500, 139_000_000, 390L, 470_000L)))),
                    new VerdictsResponse(List.of(new VerdictsResponse.Meaning(
                            "over_packet_limit",
                            "dropped",
                            "sender",
                            "the user sends more packets/s than it may",
                            "raise the user's rate limit, or leave it so"))),
                    dataplane(),
                    new StatsResponse(
                            2, 3, List.of(new StatsResponse.Verdict("forwarded", 238_500, 283_000_000)), LATENCY),
                    new StatsEvent(
                            THEN,
                            2,
                            3,
                            List.of(new StatsEvent.Rate("forwarded", 238_500, 283_000_000, 50_000L, 60_000_000L)),
                            LATENCY,
                            LATENCY))
            .collect(Collectors.toMap(ApiExamples::schema, Function.identity()));

    private ApiExamples() {}

    /** Returns examples by the names of the schemas that they are of. */
    static Map<String, Record> bySchema() {
        return BY_SCHEMA;
    }

    /** Returns what a problem might say. */
    static String detail(ProblemType type) {
        return switch (type) {
            case MALFORMED_REQUEST, OTHER -> "the path or a header has characters that the relay does not take";
            case KEY_REQUIRED -> "no API key was sent: send Authorization: Bearer <key>";
            case ROLE_REQUIRED -> "this needs an API key of role admin";
            case NOT_FOUND -> "there is none with this name: list those that there are";
            case METHOD_NOT_ALLOWED -> "this method is not for this path";
            case NOT_ACCEPTABLE -> "the answer is JSON: send Accept: application/json, or no Accept at all";
            case BODY_TIMEOUT -> "the body must come within 30000 ms";
            case USER_DISABLED -> "user 42 is disabled: enable it with PATCH {\"enabled\": true}";
            case LAST_ADMIN_KEY ->
                "API key 3 is the last one of role admin: make another first, or nobody could make keys any more";
            case ROTATION_REFUSED -> "key 3 is staged already, and becomes active at 2026-01-02T03:05:05Z";
            case PRECONDITION_FAILED ->
                "user 42 is not in the state that the request is for: read it again, and use the ETag of that answer";
            case BODY_TOO_LARGE -> "the body must not have more than 65536 bytes";
            case UNSUPPORTED_MEDIA_TYPE -> "the body must be JSON: send Content-Type: application/json";
            case INVALID_VALUE -> "destination.port must be between 1 and 65535";
            case TOO_MANY_REQUESTS -> "this key is used too often: ask again in 1 s";
            case INTERNAL_ERROR -> "the relay failed to answer; its log says why under error 5f0c3a9be1d24477";
            case REGISTRY_UNAVAILABLE -> "the registry cannot be read: look at the disk of the data directory";
            case AUDIT_UNAVAILABLE ->
                "nothing is changed while the audit log cannot be written: check free space and the health of the disk"
                        + " of the data directory";
            case RELAY_DRAINING -> "the relay is draining: POST /api/v1/dataplane:resume ends that";
            case TOO_MANY_STREAMS -> "16 streams are open already (lumenlink.relay.api.stats-streams)";
            case ISSUER_UNAVAILABLE -> "the relay cannot get the keys of the token's issuer; its log says why";
            case REGISTRY_FULL -> "the disk of the data directory is full: make room on it";
        };
    }

    private static DataplaneResponse dataplane() {
        return new DataplaneResponse(
                List.of(new DataplaneResponse.Attachment(
                        "eth0",
                        2,
                        "native",
                        "",
                        true,
                        "02:00:00:00:00:01",
                        1500,
                        3520,
                        true,
                        List.of(new DataplaneResponse.Vlan(
                                "eth0.5", 7, List.of(new DataplaneResponse.Tag("802.1Q", 5)))))),
                List.of(new DataplaneResponse.Missing("eth1", "there is no such interface any more")),
                443,
                List.of("198.51.100.1", "2001:db8:1::1"),
                "20000-59999",
                "/sys/fs/bpf/lumenlink/v1",
                1,
                17,
                "6.18.0",
                "1.1.2",
                List.of(new DataplaneResponse.KernelMap("user_map", 2, 100_000)),
                "serving",
                null);
    }

    private static String schema(Record example) {
        return example.getClass().getAnnotation(Schema.class).name();
    }
}
