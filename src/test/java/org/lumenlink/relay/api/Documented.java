package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds every answer that a test gets to the description of the API: nothing is answered that is not in it. */
final class Documented {

    /** The same of every relay. */
    private static final AtomicReference<@Nullable ApiDescription> DESCRIPTION = new AtomicReference<>();

    private Documented() {}

    /** Fails if an operation has given an answer that its description does not have, or with another body. */
    static void check(HttpClient http, HttpRequest request, HttpResponse<String> response)
            throws IOException, InterruptedException {
        String path = request.uri().getRawPath();
        if (!path.startsWith("/api/")) {
            return;
        }
        ApiDescription description = description(http, request.uri());
        if (description == null) {
            return;
        }
        description.find(request.method(), path).ifPresent(operation -> {
            int status = response.statusCode();
            assertThat(operation.statuses()).as("answers of %s", operation).contains(String.valueOf(status));
            String type = response.headers().firstValue("Content-Type").orElse("");
            List<String> wrong = operation.content(status).isEmpty()
                    ? List.of(response.body()).stream()
                            .filter(body -> !body.isEmpty())
                            .toList()
                    : description.errors(operation.content(status), type, response.body());
            assertThat(wrong).as("body of %s, %d", operation, status).isEmpty();
        });
    }

    /** Returns null if a relay that has been made to refuse everything is the first that is asked. */
    private static @Nullable ApiDescription description(HttpClient http, URI uri)
            throws IOException, InterruptedException {
        ApiDescription known = DESCRIPTION.get();
        if (known == null) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri.resolve(ApiDescription.PATH)).build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                known = new ApiDescription(answer.body());
                DESCRIPTION.set(known);
            }
        }
        return known;
    }
}
