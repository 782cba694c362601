package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged relay is ended, killed, replaced by another build and put back, while a client sends 50,000 packets a second
 * all the time. None may be lost, and the session must be the same all along.
 */
@RequiresBpf
class RestartIT {

    private static final Logger log = LoggerFactory.getLogger(RestartIT.class);

    private static final long RATE = 50_000;
    private static final int ROUNDS = 5;
    private static final long USER = 1;
    private static final int DESTINATION_PORT = 51_820;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LEAVE = "--lumenlink.relay.detach-on-shutdown=false";
    private static final String ROOM = "--lumenlink.relay.max-users=";

    @TempDir
    Path folder;

    private int users = 100_000;

    @Test
    void relayWhenRestartedKilledUpgradedAndRolledBackUnderTrafficThenLosesNoPacketAndNoSession() throws Exception {
        Path other = OtherBuild.make(folder);
        try (TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run(LEAVE, ROOM + users);
            try (RelayApi api = new RelayApi(lab);
                    Arrivals arrivals = Arrivals.at(lab)) {
                api.register(USER, lab.destination(Family.IPV4, DESTINATION_PORT), unlimited());
                try (SteadyTraffic traffic = new SteadyTraffic(
                        lab, api.issue(USER, Duration.ofHours(1)).credentials(), RATE)) {
                    int egressPort = warmUp(traffic, arrivals);
                    Verdicts counted = api.verdicts();
                    FullLinks links = FullLinks.watch(lab);
                    long before = arrivals.total();

                    traffic.start();
                    List<String> programs = new ArrayList<>(List.of(program(lab)));
                    for (int round = 0; round < ROUNDS; round++) {
                        testLab.script("stop");
                        programs.add(goOn(testLab, lab, traffic, egressPort));
                        testLab.kill();
                        programs.add(goOn(testLab, lab, traffic, egressPort));
                    }
                    testLab.kill();
                    killWhileItTakesOver(testLab);
                    users *= 2;
                    programs.add(goOn(testLab, lab, traffic, egressPort));
                    assertThat(programs).as("tags: all of one build").containsOnly(programs.get(0));
                    testLab.script("stop");
                    testLab.useJar(other);
                    assertThat(goOn(testLab, lab, traffic, egressPort))
                            .as("another program")
                            .isNotEqualTo(programs.get(0));
                    assertThat(seen(lab)).as("it does what it does more").isPositive();
                    testLab.kill();
                    testLab.useJar(OtherBuild.jar());
                    assertThat(goOn(testLab, lab, traffic, egressPort))
                            .as("the program of before")
                            .isEqualTo(programs.get(0));
                    assertThat(lab.pinPath().resolve(OtherBuild.MAP)).doesNotExist();

                    long sent = traffic.stop();
                    Await.until(() -> arrivals.total() - before + links.packets() >= sent, PATIENCE);
                    long full = links.packets();
                    log.info(
                            "Sent {} packets, of which {} arrived and {} found a link full, at {}/s; longest pause {} ms",
                            sent,
                            arrivals.total() - before,
                            full,
                            Math.round(traffic.averageRate()),
                            traffic.longestPause().toMillis());
                    assertThat(arrivals.total() - before)
                            .as("arrived; dropped by the links: %s", links.byInterface())
                            .isEqualTo(sent - full);
                    assertThat(arrivals.byPort()).as("from one egress port").containsOnlyKeys(egressPort);
                    Verdicts moved = api.verdicts().since(counted);
                    assertThat(moved.of(VerdictReason.FORWARDED))
                            .as("counted by the relay")
                            .isBetween(sent - full, sent);
                    assertThat(moved.of(VerdictReason.RETURNED)).as("answers").isEqualTo(2L * ROUNDS + 3);
                    assumeThat(traffic.averageRate())
                            .as("packets/s that this machine can send")
                            .isGreaterThan(0.98 * RATE);
                }
            }
        }
    }

    /** Starts the relay again while packets cross, and returns the tag of its program. */
    private String goOn(TestLab testLab, Lab lab, SteadyTraffic traffic, int egressPort) throws Exception {
        // Some of them while there is no process.
        traffic.await(RATE / 10);
        testLab.run(LEAVE, ROOM + users);
        traffic.await(RATE / 10);
        answer(lab, traffic, egressPort);
        return program(lab);
    }

    /** Kills the relay as it takes over: again, if it was ready by the time that it was killed. */
    private void killWhileItTakesOver(TestLab testLab) {
        await().atMost(PATIENCE).until(() -> isKilledWhileItTakesOver(testLab));
    }

    /** Starts the relay, and kills it as soon as it says that it goes on with what the one before has left. */
    private boolean isKilledWhileItTakesOver(TestLab testLab) throws Exception {
        Path relayLog = testLab.folder().resolve("relay.log");
        Files.writeString(relayLog, "");
        try (ExecutorService starting = Executors.newSingleThreadExecutor()) {
            Future<Lab> start = starting.submit(() -> testLab.run(LEAVE, ROOM + users));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.readString(relayLog).contains("Going on with the maps"));
            testLab.kill();
            Throwable failure = catchThrowable(start::get);
            if (failure != null) {
                assertThat(failure).hasMessageContaining("the relay ended");
            }
            return failure != null;
        }
    }

    /** Sends until a packet has arrived, so that the next hops are known; returns the port that it came from. */
    private static int warmUp(SteadyTraffic traffic, Arrivals arrivals) throws Exception {
        long[] number = {0};
        await().atMost(PATIENCE).until(() -> {
            traffic.probe(number[0]++);
            return arrivals.total() > 0;
        });
        // Whatever is still under way.
        long[] seen = {0};
        await().atMost(PATIENCE).during(Duration.ofMillis(300)).until(() -> {
            long last = seen[0];
            seen[0] = arrivals.total();
            return last == seen[0];
        });
        return arrivals.byPort().keySet().iterator().next();
    }

    /** Has the destination answer, and waits until the client has it. */
    private static void answer(Lab lab, SteadyTraffic traffic, int egressPort) throws Exception {
        String text = "answer " + System.nanoTime();
        try (DatagramChannel destination = NetworkNamespace.named(lab.destinationNamespace())
                .call(() -> DatagramChannel.open(Family.IPV4.protocol())
                        .bind(lab.destination(Family.IPV4, DESTINATION_PORT)))) {
            destination.send(
                    ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                    new InetSocketAddress("10.202.0.1", egressPort));
            await().atMost(PATIENCE)
                    .until(() -> traffic.answer()
                            .filter(got -> new String(got, StandardCharsets.UTF_8).equals(text))
                            .isPresent());
        }
    }

    private static Limits unlimited() {
        return new Limits(Limits.MAX_PACKETS, Limits.MAX_PACKETS, Limits.MAX_BYTES_PER_SECOND, Limits.MAX_BURST_BYTES);
    }

    /** Returns the tag of the attached program, by which the kernel tells one program from another. */
    private static String program(Lab lab) {
        JsonNode attached = json("ip", "-n", lab.relayNamespace(), "-j", "link", "show", "dev", "client0");
        return attached.at("/0/xdp/prog/tag").asString();
    }

    private static long seen(Lab lab) {
        long seen = 0;
        JsonNode map = json(
                "bpftool",
                "-j",
                "map",
                "dump",
                "pinned",
                lab.pinPath().resolve(OtherBuild.MAP).toString());
        for (JsonNode cpu : map.at("/0/formatted/values")) {
            seen += cpu.required("value").asLong();
        }
        return seen;
    }

    private static JsonNode json(String... command) {
        return JsonMapper.shared().readTree(Shell.run(command));
    }
}
