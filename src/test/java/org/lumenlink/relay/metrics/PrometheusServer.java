package org.lumenlink.relay.metrics;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lumenlink.relay.support.PrometheusTools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus on the loopback address, that scrapes a relay every second and evaluates rules as often. */
final class PrometheusServer implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Listening on.* address=127\\.0\\.0\\.1:([0-9]+)");

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String base;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.base = "http://127.0.0.1:" + port;
    }

    /**
     * Starts it.
     *
     * @param folder for what it stores
     * @param target to scrape, such as {@code 127.0.0.1:9090}
     * @param rules a file of rules
     */
    static PrometheusServer start(Path folder, String target, Path rules) throws IOException {
        Path configuration =
                Files.writeString(folder.resolve("prometheus.yml"), """
                        global:
                          scrape_interval: 1s
                          evaluation_interval: 1s
                        rule_files: ['%s']
                        scrape_configs:
                          - job_name: lumenlink-relay
                            static_configs:
                              - targets: ['%s']
                        """.formatted(rules.toAbsolutePath(), target));
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        PrometheusTools.path("prometheus"),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new PrometheusServer(process, port(log));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Awaits that it says which port it was given. */
    private static int port(Path log) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> Files.readAllLines(log).stream()
                                .map(LISTENING::matcher)
                                .filter(Matcher::find)
                                .map(line -> Integer.parseInt(line.group(1)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Returns the result of a query: an array of series. Throws with what Prometheus says if it is wrong. */
    JsonNode query(String expression) throws IOException {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** Returns the groups of rules and how each of them fares. */
    JsonNode rules() throws IOException {
        return get("/api/v1/rules").at("/data/groups");
    }

    /** Returns how it fares with what it scrapes. */
    JsonNode target() throws IOException {
        return get("/api/v1/targets").at("/data/activeTargets/0");
    }

    private JsonNode get(String path) throws IOException {
        try {
            String body = http.send(
                            HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString())
                    .body();
            JsonNode answer = json.readTree(body);
            if (!answer.at("/status").asString().equals("success")) {
                throw new IllegalArgumentException(path + ": " + body);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
