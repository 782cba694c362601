package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Measures the control plane: the packaged relay, in a namespace, by HTTP as its users use it, with data on a disk. */
final class ControlBench {

    private static final int ECHO_PORT = 8081;
    private static final int DEFAULT_USERS = 100_000;
    private static final double USERS_PER_SECOND = 50_000;
    private static final int BLOCK = 4096;

    /** Of so many users together, what is registered in one call is registered again in another relay. */
    private static final int USERS_OF_ALL_ROUNDS = 300_000;

    private static final int MOST_ROUNDS = 3;
    private static final List<String> REQUESTS = List.of("register a user", "issue a token");

    private final Path jar;
    private final Path disk;
    private final BenchSize size;
    private final Predicate<String> wanted;
    private final Consumer<LatencyResult> latency;
    private final Consumer<ScaleResult> scale;

    /**
     * Prepares.
     *
     * @param jar the packaged relay
     * @param disk a folder on the disk that data are kept on
     * @param wanted tells by their titles what is to be measured
     */
    ControlBench(
            Path jar,
            Path disk,
            BenchSize size,
            Predicate<String> wanted,
            Consumer<LatencyResult> latency,
            Consumer<ScaleResult> scale) {
        this.jar = jar;
        this.disk = disk;
        this.size = size;
        this.wanted = wanted;
        this.latency = latency;
        this.scale = scale;
    }

    ControlResult run() {
        try (Network network = new Network()) {
            return network.namespace().call(() -> {
                try (HttpCaller http = new HttpCaller()) {
                    return new ControlResult(latencies(network, http), scales(network, http));
                }
            });
        }
    }

    private List<ScaleResult> scales(Network network, HttpCaller http) throws IOException, InterruptedException {
        List<ScaleResult> results = new ArrayList<>();
        if (wanted.test("no users")) {
            try (ScratchFolder folder = ScratchFolder.createIn(disk)) {
                results.add(look(network, http, folder.path(), 0, null, null));
            }
        }
        for (int users : size.users()) {
            if (wanted.test(String.format(Locale.ROOT, "%,d users", users))) {
                results.add(scale(network, http, users));
            }
        }
        return results;
    }

    /** Measures single requests on a relay that half as many users are registered with as it is made for. */
    private List<LatencyResult> latencies(Network network, HttpCaller http) throws IOException, InterruptedException {
        if (REQUESTS.stream().noneMatch(wanted)) {
            return List.of();
        }
        try (Resources resources = new Resources()) {
            Path data = resources.add(ScratchFolder.createIn(disk)).path();
            RelayServer relay = resources.add(new RelayServer(network, http, jar, data, DEFAULT_USERS));
            HttpRequest echo = echo(resources, network, http, data);
            FileChannel file = resources.add(
                    FileChannel.open(data.resolve("synced"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            int present = size.users().getFirst() / 2;
            register(relay, http, present);
            AtomicInteger registered = new AtomicInteger(present);
            AtomicInteger issued = new AtomicInteger();
            List<Step> steps = List.of(
                    new Step("echo", null, () -> http.call(echo)),
                    new Step(REQUESTS.get(0), 3.0, () -> http.call(relay.put(registered.incrementAndGet()))),
                    new Step(
                            REQUESTS.get(1), 1.5, () -> http.call(relay.token(1 + issued.getAndIncrement() % present))),
                    // As a database's log, which writes over what is there: no metadata to sync.
                    new Step("disk: write and sync", null, () -> {
                        file.write(ByteBuffer.allocate(BLOCK), 0);
                        file.force(false);
                    }));
            List<LatencyResult> results = new ArrayList<>();
            for (int connections : size.connections()) {
                List<LatencyResult> measured = new LatencyMeter(size.requests(), connections)
                        .measure(steps.stream()
                                .filter(step -> !REQUESTS.contains(step.name()) || wanted.test(step.name()))
                                .toList());
                measured.forEach(latency);
                results.addAll(measured);
            }
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

    /** Registers users with relays that have just been started, and looks at the last one. */
    private ScaleResult scale(Network network, HttpCaller http, int users) throws IOException, InterruptedException {
        int rounds = Math.clamp(USERS_OF_ALL_ROUNDS / users, 1, MOST_ROUNDS);
        double[] first = new double[rounds];
        double[] again = new double[rounds];
        for (int round = 0; ; round++) {
            try (ScratchFolder folder = ScratchFolder.createIn(disk)) {
                // Killed as soon as it has answered and said what is in its store and maps.
                try (RelayServer relay = start(network, http, folder.path(), users)) {
                    first[round] = users / register(relay, http, users);
                    requireAll(relay, users, "after they were registered");
                    again[round] = users / replace(relay, http, users);
                    requireAll(relay, users, "after they were replaced");
                }
                if (round == rounds - 1) {
                    return look(network, http, folder.path(), users, new Series(first), new Series(again));
                }
            }
        }
    }

    private RelayServer start(Network network, HttpCaller http, Path data, int users)
            throws IOException, InterruptedException {
        return new RelayServer(network, http, jar, data, Math.max(users, DEFAULT_USERS));
    }

    /** Starts a relay without maps of an earlier one, and says what that takes. */
    private ScaleResult look(
            Network network, HttpCaller http, Path data, int users, @Nullable Series first, @Nullable Series again)
            throws IOException, InterruptedException {
        try (RelayServer relay = start(network, http, data, users)) {
            requireAll(relay, users, "after a kill");
            ScaleResult result = new ScaleResult(
                    users,
                    first == null ? null : (Double) first.median(),
                    again == null ? null : (Double) again.median(),
                    first == null ? null : USERS_PER_SECOND,
                    first == null ? null : (Boolean) (first.median() >= USERS_PER_SECOND),
                    relay.secondsToReady(),
                    relay.heapInUse(),
                    relay.mapsInUse(),
                    relay.secondsToScrape());
            scale.accept(result);
            return result;
        }
    }

    /** Registers users 1 to {@code users} in one call; returns seconds. */
    private static double register(RelayServer relay, HttpCaller http, int users)
            throws IOException, InterruptedException {
        return seconds(
                http, relay.bulk(Registration.lines(users)), "\"registered\":%d,\"replaced\":0".formatted(users));
    }

    private static double replace(RelayServer relay, HttpCaller http, int users)
            throws IOException, InterruptedException {
        return seconds(
                http, relay.bulk(Registration.otherLines(users)), "\"registered\":0,\"replaced\":%d".formatted(users));
    }

    private static double seconds(HttpCaller http, HttpRequest bulk, String expected)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        String answer = http.call(bulk);
        long nanos = System.nanoTime() - began;
        require(answer.contains(expected), "all users to be taken: " + answer);
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static void requireAll(RelayServer relay, int users, String when) throws IOException, InterruptedException {
        require(relay.metric("lumenlink_relay_users", "") == users, "all users to be in the store " + when);
        require(
                relay.metric("lumenlink_relay_map_entries", "map=\"user_map\"") == users,
                "all users to be in the kernel " + when);
    }

    private static void require(boolean isTrue, String what) {
        if (!isTrue) {
            throw new IllegalStateException("the bench expects " + what);
        }
    }
}
