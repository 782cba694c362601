package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures the control plane: the packaged relay, in a namespace, by HTTP as its users use it, with data on a disk. */
final class ControlBench {

    private static final int ECHO_PORT = 8081;
    private static final int DEFAULT_USERS = 100_000;
    private static final double USERS_PER_SECOND = 50_000;
    private static final int BLOCK = 4096;

    private final Path jar;
    private final Path disk;
    private final BenchSize size;
    private final Consumer<LatencyResult> latency;
    private final Consumer<ScaleResult> scale;

    /**
     * Prepares.
     *
     * @param jar the packaged relay
     * @param disk a folder on the disk that data are kept on
     */
    ControlBench(Path jar, Path disk, BenchSize size, Consumer<LatencyResult> latency, Consumer<ScaleResult> scale) {
        this.jar = jar;
        this.disk = disk;
        this.size = size;
        this.latency = latency;
        this.scale = scale;
    }

    ControlResult run() {
        try (Network network = new Network()) {
            return network.namespace().call(() -> {
                try (HttpCaller http = new HttpCaller()) {
                    List<ScaleResult> scales = new ArrayList<>();
                    List<LatencyResult> latencies = latencies(network, http);
                    for (int users : size.users()) {
                        scales.add(scale(network, http, users));
                    }
                    return new ControlResult(latencies, scales);
                }
            });
        }
    }

    private List<LatencyResult> latencies(Network network, HttpCaller http) throws IOException, InterruptedException {
        try (Resources resources = new Resources()) {
            Path data = resources.add(ScratchFolder.createIn(disk)).path();
            RelayServer relay = resources.add(new RelayServer(network, http, jar, data, DEFAULT_USERS));
            HttpRequest echo = echo(resources, network, http, data);
            FileChannel file = resources.add(
                    FileChannel.open(data.resolve("synced"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            int[] next = {1, 1};
            List<LatencyResult> results = new LatencyMeter(size.requests())
                    .measure(List.of(
                            new Step("echo", null, () -> http.call(echo)),
                            new Step("register a user", 3.0, () -> http.call(relay.put(next[0]++))),
                            new Step("issue a token", 1.5, () -> http.call(relay.token(next[1]++))),
                            // As a database's log, which writes over what is there: no metadata to sync.
                            new Step("disk: write and sync", null, () -> {
                                file.write(ByteBuffer.allocate(BLOCK), 0);
                                file.force(false);
                            })));
            results.forEach(latency);
            return results;
        }
    }

    private HttpRequest echo(Resources resources, Network network, HttpCaller http, Path data)
            throws IOException, InterruptedException {
        ServerProcess server = resources.add(new ServerProcess(
                network.namespace(),
                data.resolve("echo.log"),
                Map.of("RELAY_API_ADDRESS", "127.0.0.1", "RELAY_API_PORT", Integer.toString(ECHO_PORT)),
                List.of(
                        "-Dloader.main=" + EchoServer.class.getName(),
                        "-cp",
                        jar.toString(),
                        "org.springframework.boot.loader.launch.PropertiesLauncher")));
        HttpRequest echo =
                HttpCaller.send("PUT", ECHO_PORT, EchoServer.PATH, "application/json", "none", Registration.body(1));
        http.await(echo, server);
        return echo;
    }

    /** Registers users, kills the relay as soon as it has answered, and starts it again without the maps. */
    private ScaleResult scale(Network network, HttpCaller http, int users) throws IOException, InterruptedException {
        try (ScratchFolder folder = ScratchFolder.createIn(disk)) {
            byte[] lines = Registration.lines(users);
            double perSecond;
            int room = Math.max(users, DEFAULT_USERS);
            try (RelayServer relay = new RelayServer(network, http, jar, folder.path(), room)) {
                HttpRequest bulk = relay.bulk(lines);
                long began = System.nanoTime();
                String answer = http.call(bulk);
                perSecond = users * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - began);
                require(answer.contains("\"registered\":" + users), "all users to be registered: " + answer);
            }
            try (RelayServer relay = new RelayServer(network, http, jar, folder.path(), room)) {
                require(relay.metric("lumenlink_relay_users", "") == users, "all users to be there after a kill");
                ScaleResult result = new ScaleResult(
                        users,
                        perSecond,
                        USERS_PER_SECOND,
                        perSecond >= USERS_PER_SECOND,
                        relay.secondsToReady(),
                        relay.heapInUse());
                scale.accept(result);
                return result;
            }
        }
    }

    private static void require(boolean isTrue, String what) {
        if (!isTrue) {
            throw new IllegalStateException("the bench expects " + what);
        }
    }
}
