package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged relay, as an operator starts it, in a {@link Network}. Closing kills it at once. */
final class RelayServer implements AutoCloseable {

    private static final int API_PORT = 8080;
    private static final int MANAGEMENT_PORT = 9090;
    private static final int UNLIMITED = 1_000_000;
    private static final int SCRAPES = 9;
    private static final String JSON = "application/json";

    private final Resources resources = new Resources();
    private final HttpCaller http;
    private final ServerProcess process;
    private final String key;
    private final double secondsToReady;

    /**
     * Starts a relay that finds no maps of an earlier one, and waits until it is ready.
     *
     * @param data its data folder
     * @param maxUsers how many users its maps hold
     */
    RelayServer(Network network, HttpCaller http, Path jar, Path data, int maxUsers)
            throws IOException, InterruptedException {
        this.http = http;
        try {
            Map<String, String> environment = Map.of(
                    "RELAY_INTERFACE", Network.NEAR + "," + Network.FAR,
                    "RELAY_PORT", Integer.toString(Rig.RELAY_PORT),
                    "RELAY_DATA_DIR", data.toString(),
                    "RELAY_PIN_PATH",
                            resources
                                    .add(PinFileSystem.mount())
                                    .path()
                                    .resolve("relay")
                                    .toString(),
                    "RELAY_API_ADDRESS", "127.0.0.1",
                    "RELAY_API_PORT", Integer.toString(API_PORT),
                    "RELAY_MANAGEMENT_ADDRESS", "127.0.0.1",
                    "RELAY_MANAGEMENT_PORT", Integer.toString(MANAGEMENT_PORT));
            long began = System.nanoTime();
            process = resources.add(new ServerProcess(
                    network.namespace(),
                    data.resolve("relay.log"),
                    environment,
                    List.of(
                            "-jar",
                            jar.toString(),
                            "--lumenlink.relay.max-users=" + maxUsers,
                            // All requests come from one caller here.
                            "--lumenlink.relay.access.requests-per-second=" + UNLIMITED,
                            "--lumenlink.relay.access.requests-per-second-of-address=" + UNLIMITED)));
            http.await(HttpCaller.get(MANAGEMENT_PORT, "/ready"), process);
            secondsToReady = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
            key = Files.readString(data.resolve("admin.key")).trim();
        } catch (IOException | InterruptedException | RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    double secondsToReady() {
        return secondsToReady;
    }

    HttpRequest put(int userId) {
        return HttpCaller.send("PUT", API_PORT, "/api/v1/users/" + userId, JSON, key, Registration.body(userId));
    }

    HttpRequest token(int userId) {
        byte[] body = "{\"ttlSeconds\":3600}".getBytes(StandardCharsets.UTF_8);
        return HttpCaller.send("POST", API_PORT, "/api/v1/users/" + userId + "/tokens", JSON, key, body);
    }

    HttpRequest bulk(byte[] lines) {
        return HttpCaller.send("POST", API_PORT, "/api/v1/users:bulk", "application/x-ndjson", key, lines);
    }

    /** Returns the sum of a metric's values whose labels contain a text. */
    double metric(String name, String label) throws IOException, InterruptedException {
        return http.call(HttpCaller.get(MANAGEMENT_PORT, "/metrics"))
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Returns the bytes of heap that are in use after a full collection. */
    double heapInUse() throws IOException, InterruptedException {
        Commands.run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.run");
        return metric("jvm_memory_used_bytes", "area=\"heap\"");
    }

    /** Returns the bytes of all the relay's maps. */
    double mapsInUse() throws IOException {
        Map<Long, Long> bytes = new HashMap<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process.pid()), "fdinfo"))) {
            for (Path descriptor : descriptors.toList()) {
                List<String> lines = readUnlessClosed(descriptor);
                number(lines, "map_id")
                        .ifPresent(id -> bytes.put(id, number(lines, "memlock").orElseThrow()));
            }
        }
        return bytes.values().stream().mapToDouble(Long::doubleValue).sum();
    }

    private static List<String> readUnlessClosed(Path descriptor) throws IOException {
        try {
            return Files.readAllLines(descriptor);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<Long> number(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.substring(name.length() + 1).trim()))
                .findFirst();
    }

    /** Returns how long it takes until all metrics are there. */
    double secondsToScrape() throws IOException, InterruptedException {
        double[] seconds = new double[SCRAPES];
        for (int i = 0; i < SCRAPES; i++) {
            long began = System.nanoTime();
            http.call(HttpCaller.get(MANAGEMENT_PORT, "/metrics"));
            seconds[i] = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        }
        return new Series(seconds).median();
    }

    @Override
    public void close() {
        resources.close();
    }
}
