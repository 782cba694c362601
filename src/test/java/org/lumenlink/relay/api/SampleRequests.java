package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.INTERFACES;
import static org.lumenlink.relay.api.RefusedRequests.NETWORK;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.util.Map;
import org.lumenlink.relay.api.ApiDescription.Operation;
import tools.jackson.databind.JsonNode;

/** Requests as the examples of the API's description have them, which succeed once {@link #prepare} was called. */
final class SampleRequests {

    private static final String KEYS = "/api/v1/api-keys/";

    private static final Map<String, String> INVALID_BODIES = Map.of(
            "PUT " + USER,
            "{\"destination\": {\"address\": \"203.0.113.7\", \"port\": 0}}",
            "PATCH " + USER,
            "{\"maxSessions\": 0}",
            "PUT " + USER + "/rate-limit",
            "{\"packetsPerSecond\": 0}",
            "POST " + USER + "/tokens",
            "{\"ttlSeconds\": 0}",
            "POST /api/v1/api-keys",
            "{\"name\": \"x\", \"role\": \"x\"}");

    /** Not what any example says of the user, so that each of them changes something. */
    private static final String OTHER = "{\"destination\": {\"address\": \"203.0.113.99\", \"port\": 99},"
            + " \"rateLimit\": {\"packetsPerSecond\": 99}}";

    private SampleRequests() {}

    /** Registers user 42, denies a network, and puts the relay into service. */
    static void prepare(ApiClient api) {
        assertThat(api.send("POST", "/api/v1/dataplane:resume").status()).isEqualTo(200);
        assertThat(api.send("PUT", USER, OTHER).status()).isIn(200, 201);
        assertThat(api.send("PUT", NETWORK).status()).isIn(200, 201);
    }

    /** Returns the first example of an operation; of a key to be revoked, one that is there. */
    static ApiRequest of(ApiClient api, Operation operation) {
        String path = operation.path();
        if (path.startsWith(KEYS)) {
            path = KEYS + makeKey(api, "viewer").at("/apiKey/id").asLong();
        }
        for (JsonNode parameter : operation.description().path("parameters")) {
            String example = parameter.has("example")
                    ? parameter.at("/example").asString()
                    : parameter.at("/schema/example").asString();
            path = path.replace("{" + parameter.at("/name").asString() + "}", example);
        }
        ApiRequest request = ApiRequest.of(operation.toString(), operation.method(), path);
        Map.Entry<String, JsonNode> body = operation.description().at("/requestBody/content").properties().stream()
                .findFirst()
                .orElse(null);
        return body == null
                ? request
                : request.header("Content-Type", body.getKey()).body(example(body.getValue()));
    }

    private static String example(JsonNode body) {
        JsonNode example = body.has("example") ? body.path("example") : body.findValue("value");
        return example.isString() ? example.asString() : example.toString();
    }

    /** Returns the same request for what is not there. */
    static ApiRequest ofNobody(ApiRequest request) {
        return request.at(request.path()
                .replace("/42", "/44")
                .replace("203.0.113.0", "198.51.100.0")
                .replaceFirst(KEYS + "[0-9]+", KEYS + "999999")
                .replace("eth1", "absent0"));
    }

    /** Returns the same request with a value that is out of bounds. */
    static ApiRequest invalid(ApiClient api, ApiRequest request) {
        if (request.method().equals("DELETE")) {
            api.send("DELETE", INTERFACES + "eth1");
            return request.at(INTERFACES + "near");
        }
        String body = INVALID_BODIES.get(request.method() + " " + request.path());
        return body == null ? ofNobody(request) : request.body(body);
    }

    static JsonNode makeKey(ApiClient api, String role) {
        return api.send("POST", "/api/v1/api-keys", "{\"name\": \"test\", \"role\": \"" + role + "\"}")
                .json();
    }
}
