package org.lumenlink.relay.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.support.TestSecrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to the API, and holds its answers to its description. */
public final class ApiClient {

    private static final JsonMapper JSON = new JsonMapper();

    /** Made once: it takes longer than many requests. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;
    private final @Nullable String key;
    private final HttpClient http;
    private final boolean isDescribed;

    ApiClient(String base, @Nullable String key) {
        this(base, key, HTTP);
    }

    ApiClient(String base, @Nullable String key, HttpClient http) {
        this(base, key, http, true);
    }

    private ApiClient(String base, @Nullable String key, HttpClient http, boolean isDescribed) {
        this.base = base;
        this.key = key;
        this.http = http;
        this.isDescribed = isDescribed;
    }

    /** Speaks to the management port, of which the API's description says nothing. */
    static ApiClient ofManagement(String base) {
        return new ApiClient(base, null, HTTP, false);
    }

    String base() {
        return base;
    }

    /** Returns where it is, as {@code address:port}. */
    public String address() {
        return URI.create(base).getAuthority();
    }

    ApiClient withKey(@Nullable String other) {
        return new ApiClient(base, other, http);
    }

    /** Sends from an address of this host. */
    public ApiClient from(String address) {
        return new ApiClient(
                base,
                key,
                HttpClient.newBuilder()
                        .localAddress(InetAddress.ofLiteral(address))
                        .build());
    }

    /** Starts a request, with the key. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
        return key == null ? builder : builder.header("Authorization", "Bearer " + key);
    }

    /** Makes a request of many users, one a line. */
    HttpRequest bulk(byte[] lines) {
        return request("/api/v1/users:bulk")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(lines))
                .build();
    }

    Answer send(ApiRequest request) {
        // An empty string has no bytes in UTF-8, either.
        return send(
                request,
                request.body() == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(request.body().getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a request whose body rests for a while before each of its first bytes. */
    Answer sendSlowly(ApiRequest request, Duration rest) {
        byte[] body = String.valueOf(request.body()).getBytes(StandardCharsets.UTF_8);
        return send(request, BodyPublishers.ofInputStream(() -> new RestingStream(body, rest)));
    }

    private Answer send(ApiRequest request, BodyPublisher body) {
        HttpRequest.Builder builder = request(request.path()).method(request.method(), body);
        request.headers().forEach((name, value) -> {
            if (!value.isEmpty()) {
                builder.header(name, value);
            }
        });
        return send(builder.build());
    }

    public Answer send(String method, String path) {
        return send(ApiRequest.of(method + " " + path, method, path));
    }

    public Answer send(String method, String path, String json) {
        return send(ApiRequest.of(method + " " + path, method, path).body(json));
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            TestSecrets.noteIn(response.body());
            if (isDescribed) {
                Documented.check(http, request, response);
            }
            return new Answer(response);
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the API answered. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Map<String, Object> problem() {
            if (!header("Content-Type").equals("application/problem+json")) {
                throw new AssertionError("not a problem: " + header("Content-Type") + " " + response.body());
            }
            @SuppressWarnings("unchecked")
            Map<String, Object> problem = JSON.readValue(response.body(), Map.class);
            return problem;
        }
    }
}
