package org.lumenlink.relay.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.client.Credentials;
import org.lumenlink.relay.dataplane.Limits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The relay's REST API as an operator's program uses it. */
final class RelayApi implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI base;
    private final String key;

    RelayApi(Lab lab) throws IOException {
        this.base = URI.create(lab.api() + "/api/v1/");
        this.key = lab.apiKey();
    }

    /** Registers a user afresh: one of the same id goes first, and its sessions with it. Null limits: the default. */
    void register(long userId, InetSocketAddress destination, @Nullable Limits limits)
            throws IOException, InterruptedException {
        send("DELETE", "users/" + userId, null, Set.of(NO_CONTENT, OK, NOT_FOUND));
        ObjectNode user = json.createObjectNode();
        user.putObject("destination")
                .put("address", destination.getAddress().getHostAddress())
                .put("port", destination.getPort());
        if (limits != null) {
            user.putObject("rateLimit")
                    .put("packetsPerSecond", limits.packetsPerSecond())
                    .put("burstPackets", limits.burstPackets())
                    .put("bytesPerSecond", limits.bytesPerSecond())
                    .put("burstBytes", limits.burstBytes());
        }
        send("PUT", "users/" + userId, user, Set.of(CREATED, OK));
    }

    /** Issues a token. */
    Token issue(long userId, Duration ttl) throws IOException, InterruptedException {
        ObjectNode request = json.createObjectNode().put("ttlSeconds", ttl.toSeconds());
        JsonNode answer = send("POST", "users/" + userId + "/tokens", request, Set.of(OK, CREATED));
        Base64.Decoder base64 = Base64.getUrlDecoder();
        return new Token(
                new Credentials(
                        base64.decode(answer.required("ticket").asString()),
                        base64.decode(answer.required("sessionKey").asString())),
                Instant.parse(answer.required("expiresAt").asString()));
    }

    /** Returns the relay's counters. */
    Verdicts verdicts() throws IOException, InterruptedException {
        Map<String, Long> packets = new HashMap<>();
        for (JsonNode verdict : send("GET", "stats", null, Set.of(OK)).required("verdicts")) {
            packets.put(
                    verdict.required("verdict").asString(),
                    verdict.required("packets").asLong());
        }
        return new Verdicts(packets);
    }

    private JsonNode send(String method, String path, @Nullable ObjectNode body, Set<Integer> accepted)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (!accepted.contains(response.statusCode())) {
            throw new IOException("%s %s was answered with status %d: %s"
                    .formatted(method, request.uri(), response.statusCode(), response.body()));
        }
        return response.body().isEmpty() ? json.createObjectNode() : json.readTree(response.body());
    }

    @Override
    public void close() {
        http.close();
    }

    /**
     * What a client needs.
     *
     * @param credentials ticket and session key
     * @param expiresAt when the ticket is no longer taken
     */
    record Token(Credentials credentials, Instant expiresAt) {}
}
