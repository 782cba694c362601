package org.lumenlink.relay.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events, on a connection of its own. */
final class EventStream implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    EventStream(HttpRequest request) {
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    int status() {
        return response.statusCode();
    }

    String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /** Waits for the next event; empty at the end of the stream. */
    Optional<Event> next() {
        try {
            String name = lines.readLine();
            if (name == null) {
                return Optional.empty();
            }
            String data = lines.readLine();
            String end = lines.readLine();
            if (!name.startsWith("event: ") || !data.startsWith("data: ") || !end.isEmpty()) {
                throw new AssertionError("not an event: " + name + " " + data + " " + end);
            }
            return Optional.of(
                    new Event(name.substring("event: ".length()), JSON.readTree(data.substring("data: ".length()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the connection, whatever may still come. */
    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    /** An event. */
    record Event(String name, JsonNode data) {}
}
