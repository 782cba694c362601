package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks servers that listen on the loopback of the namespace that it was made in, one request after the other. */
final class HttpCaller implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int OK = 200;
    private static final int CREATED = 201;

    // Its threads are made by the thread that makes it, and so are in that thread's namespace.
    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    static HttpRequest get(int port, String path) {
        return HttpRequest.newBuilder(uri(port, path)).timeout(TIMEOUT).build();
    }

    static HttpRequest send(String method, int port, String path, String type, String key, byte[] body) {
        return HttpRequest.newBuilder(uri(port, path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Returns the answer's body; throws if the status is neither 200 nor 201. */
    String call(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != OK && response.statusCode() != CREATED) {
            throw new IOException("%s %s was answered with status %d: %s"
                    .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
        }
        return response.body();
    }

    /** Asks a server that has just been started until the answer is 200. */
    void await(HttpRequest request, ServerProcess server) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            server.requireAlive();
            try {
                if (http.send(request, BodyHandlers.discarding()).statusCode() == OK) {
                    return;
                }
            } catch (ConnectException e) {
                // Not yet.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("no server answers to " + request.uri());
    }

    @Override
    public void close() {
        http.close();
    }
}
