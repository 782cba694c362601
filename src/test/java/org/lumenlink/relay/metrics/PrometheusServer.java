package org.lumenlink.relay.metrics;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.lumenlink.relay.support.PrometheusTools;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus on the loopback address, that scrapes a relay every second and evaluates rules as often. */
final class PrometheusServer implements AutoCloseable {

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
        int port = freePort();
        Process process = new ProcessBuilder(
                        PrometheusTools.path("prometheus"),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "prometheus.log"))
                .start();
        return new PrometheusServer(process, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
