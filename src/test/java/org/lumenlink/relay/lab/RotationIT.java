package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Token keys are rotated on the packaged relay while clients send, and renew their tickets every two seconds: from staged to
 * gone, several times, with no packet lost.
 */
@RequiresBpf
class RotationIT {

    private static final int CLIENTS = 3;
    private static final int ROTATIONS = 2;
    private static final long RATE = 2_000;
    private static final Duration TTL = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A sender that was held up sends what it owes at once. */
    private static final Limits UNLIMITED =
            new Limits(Limits.MAX_PACKETS, Limits.MAX_PACKETS, Limits.MAX_BYTES_PER_SECOND, Limits.MAX_BURST_BYTES);

    private volatile boolean isOver;

    @Test
    void keysWhenRotatedUnderTrafficThenNoPacketIsLostAndNoTicketRefused() throws Exception {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run(
                    "--lumenlink.relay.tokens.max-ttl=15s",
                    "--lumenlink.relay.tokens.default-ttl=15s",
                    "--lumenlink.relay.token-keys.staging-time=1s",
                    "--lumenlink.relay.sweep-interval=200ms");
            try (RelayApi api = new RelayApi(lab);
                    Arrivals arrivals = Arrivals.at(lab)) {
                List<SteadyTraffic> clients = new ArrayList<>();
                try (ExecutorService renewing = Executors.newFixedThreadPool(CLIENTS)) {
                    for (int user = 1; user <= CLIENTS; user++) {
                        api.register(user, lab.destination(Family.IPV4, 50_000 + user), UNLIMITED);
                        SteadyTraffic client =
                                new SteadyTraffic(lab, api.issue(user, TTL).credentials(), RATE);
                        clients.add(client);
                        warmUp(client, arrivals);
                    }
                    // Whatever is still under way.
                    await().atMost(PATIENCE)
                            .during(Duration.ofMillis(300))
                            .until(() -> arrivals.total() == api.verdicts().of(VerdictReason.FORWARDED));
                    Verdicts counted = api.verdicts();
                    FullLinks links = FullLinks.watch(lab);
                    long before = arrivals.total();
                    List<Future<?>> renewals = new ArrayList<>();
                    for (int i = 0; i < CLIENTS; i++) {
                        int user = i + 1;
                        SteadyTraffic client = clients.get(i);
                        client.renew(api.issue(user, TTL).credentials());
                        client.start();
                        renewals.add(renewing.submit(() -> {
                            while (!isOver) {
                                client.await(2 * RATE);
                                client.renew(api.issue(user, TTL).credentials());
                            }
                            return null;
                        }));
                    }
                    rotate(lab);
                    isOver = true;
                    for (Future<?> renewal : renewals) {
                        renewal.get();
                    }
                    long sent = clients.stream().mapToLong(SteadyTraffic::stop).sum();
                    Await.until(() -> arrivals.total() - before + links.packets() >= sent, PATIENCE);
                    Verdicts moved = api.verdicts().since(counted);
                    assertThat(arrivals.total() - before)
                            .as("arrived; %s; dropped by the links: %s", moved, links.byInterface())
                            .isEqualTo(sent - links.packets());
                    assertThat(moved.of(VerdictReason.FORWARDED))
                            .as("%s", moved)
                            .isBetween(sent - links.packets(), sent);
                    assertThat(moved.of(VerdictReason.TICKET_UNKNOWN)).isZero();
                    assertThat(moved.of(VerdictReason.TICKET_EXPIRED)).isZero();
                } finally {
                    isOver = true;
                    for (SteadyTraffic client : clients) {
                        client.close();
                    }
                }
            }
        }
    }

    /** Rotates, and waits each time until the key of before is gone. */
    private static void rotate(Lab lab) throws Exception {
        for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
            long before = key(keys(lab), "state", "active").required("id").asLong();
            assertThat(call(lab, "POST", "token-keys:rotate").required("state").asString())
                    .isEqualTo("staged");
            List<String> states = new ArrayList<>(List.of("active"));
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                String state = key(keys(lab), "id", String.valueOf(before))
                        .required("state")
                        .asString();
                if (!state.equals(states.getLast())) {
                    states.add(state);
                }
                return state.equals("gone");
            });
            assertThat(states).as("of the key of before").containsExactly("active", "retiring", "gone");
        }
    }

    private static JsonNode keys(Lab lab) throws IOException {
        return call(lab, "GET", "token-keys").required("tokenKeys");
    }

    private static JsonNode key(JsonNode keys, String field, String value) {
        for (JsonNode key : keys) {
            if (key.required(field).asString().equals(value)) {
                return key;
            }
        }
        throw new AssertionError("no token key has the " + field + " " + value + ": " + keys);
    }

    private static JsonNode call(Lab lab, String method, String path) throws IOException {
        return JsonMapper.shared()
                .readTree(Shell.run(
                        "curl",
                        "-fsS",
                        "--noproxy",
                        "*",
                        "-X",
                        method,
                        "-H",
                        "Authorization: Bearer " + lab.apiKey(),
                        lab.api() + "/api/v1/" + path));
    }

    private static void warmUp(SteadyTraffic client, Arrivals arrivals) {
        long before = arrivals.total();
        long[] number = {0};
        await().atMost(PATIENCE).until(() -> {
            client.probe(number[0]++);
            return arrivals.total() > before;
        });
    }
}
