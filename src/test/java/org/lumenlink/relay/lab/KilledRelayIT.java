package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.lab.Registrations.Registration;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged relay, killed with SIGKILL while several clients change users. */
@RequiresBpf
class KilledRelayIT {

    private static final int ROUNDS = 5;
    private static final int WRITERS = 4;
    private static final int IDS_PER_WRITER = 50;
    private static final int MOST_ANSWERS = 400;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Random random = new Random();

    @Test
    void relayWhenKilledAtAnyMomentThenKeepsEveryAcknowledgedChangeAndItsMapsEqualTheRegistry() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        List<Registrations> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Registrations(1 + (long) i * IDS_PER_WRITER, IDS_PER_WRITER, answers));
        }
        try (TestLab testLab = TestLab.up();
                ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
            Lab lab = testLab.run();
            for (int round = 1; round <= ROUNDS; round++) {
                killWhileChanging(testLab, lab, writers, answers, executor);
                testLab.run();
                Map<Long, Registration> found = registry(lab);
                assertThat(found).as("round %d", round).isEqualTo(expected(writers, found));
                assertThat(maps(lab.pinPath())).as("round %d", round).isEqualTo(found);
            }
            assertThat(answers.get()).isPositive();
        }
    }

    /** Kills after a random number of answers, in the midst of further changes. */
    private void killWhileChanging(
            TestLab testLab, Lab lab, List<Registrations> writers, AtomicInteger answers, ExecutorService executor)
            throws Exception {
        int last = answers.get() + 1 + random.nextInt(MOST_ANSWERS);
        List<Future<?>> running = new ArrayList<>();
        for (Registrations writer : writers) {
            running.add(executor.submit(() -> {
                writer.change(lab);
                return null;
            }));
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> answers.get() >= last);
        testLab.kill();
        for (Future<?> writer : running) {
            writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Map<Long, Registration> expected(List<Registrations> writers, Map<Long, Registration> found) {
        Map<Long, Registration> expected = new TreeMap<>();
        writers.forEach(writer -> expected.putAll(writer.expected(found)));
        return expected;
    }

    private static Map<Long, Registration> registry(Lab lab) throws IOException {
        String page = Shell.run(
                "curl",
                "-fsS",
                "--noproxy",
                "*",
                "-H",
                "Authorization: Bearer " + lab.apiKey(),
                lab.api() + "/api/v1/users?limit=1000");
        Map<Long, Registration> users = new TreeMap<>();
        for (JsonNode user : JsonMapper.shared().readTree(page).required("users")) {
            users.put(user.required("userId").asLong(), Registration.of(user));
        }
        return users;
    }

    /** Reads the pinned maps with other eyes than the relay's own. */
    private static Map<Long, Registration> maps(Path pinPath) throws IOException {
        Map<Long, Long> limits = new TreeMap<>();
        for (JsonNode limit : dump(pinPath.resolve("rate_limit_map"))) {
            limits.put(
                    limit.at("/formatted/key").asLong(),
                    limit.at("/formatted/value/packets_per_second").asLong());
        }
        Map<Long, Registration> users = new TreeMap<>();
        for (JsonNode user : dump(pinPath.resolve("user_map"))) {
            long id = user.at("/formatted/key").asLong();
            byte[] value = bytes(user.required("value"));
            users.put(
                    id,
                    new Registration(
                            InetAddress.getByAddress(Arrays.copyOf(value, 16)).getHostAddress(),
                            ((value[16] & 0xff) << 8) | (value[17] & 0xff),
                            user.at("/formatted/value/enabled").asInt() == 1,
                            limits.getOrDefault(id, 0L)));
        }
        assertThat(users.keySet()).containsAll(limits.keySet());
        return users;
    }

    private static JsonNode dump(Path map) {
        return JsonMapper.shared().readTree(Shell.run("bpftool", "-j", "map", "dump", "pinned", map.toString()));
    }

    private static byte[] bytes(JsonNode hexadecimal) {
        StringBuilder digits = new StringBuilder();
        hexadecimal.forEach(octet -> digits.append(octet.asString().substring(2)));
        return HexFormat.of().parseHex(digits);
    }
}
