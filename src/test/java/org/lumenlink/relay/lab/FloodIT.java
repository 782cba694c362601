package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.support.RequiresBpf;

/** Garbage at ten times the rate of a user, from the user's own address, at the relay with its default budgets. */
@RequiresBpf
class FloodIT {

    private static final int PACKETS = 10_000;
    private static final int GARBAGE_PER_PACKET = 10;
    private static final Duration TTL = Duration.ofMinutes(5);

    /** So much that the user's own limits do not matter here. */
    private static final Limits LIMITS =
            new Limits(1_000_000, 1_000_000, Limits.MAX_BYTES_PER_SECOND, Limits.MAX_BURST_BYTES);

    private static TestLab testLab;
    private static Lab lab;
    private static RelayApi api;

    private final Random random = new Random(11);

    @BeforeAll
    static void startRelay(@TempDir Path folder) throws IOException {
        testLab = TestLab.up();
        lab = Lab.read(Files.writeString(folder.resolve("lab.json"), testLab.script("run", "--background", "--json")));
        api = new RelayApi(lab);
    }

    @AfterAll
    static void stopRelay() {
        api.close();
        testLab.close();
    }

    @ParameterizedTest
    @EnumSource
    void userWhenTenTimesAsMuchGarbageComesFromItsAddressThenLosesNothing(Family family) throws Exception {
        try (Crossing crossing = Crossing.open(lab, api, family, 2001, LIMITS, TTL)) {
            crossing.warmUp();
            Verdicts before = api.verdicts();
            FullLinks links = FullLinks.watch(lab);
            long[] garbage = {0};
            EchoRun.Result result = new EchoRun(crossing.client(), 200).run(sent -> {
                while (garbage[0] < GARBAGE_PER_PACKET * sent) {
                    sendGarbage(crossing);
                    garbage[0]++;
                }
                return sent < PACKETS;
            });
            assertThat(result.sent()).isEqualTo(PACKETS);
            assertThat(garbage[0]).isEqualTo(GARBAGE_PER_PACKET * PACKETS);
            long unanswered = PACKETS - result.answered();
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                Verdicts moved = api.verdicts().since(before);
                long counted = cutOff(moved) + moved.of(VerdictReason.TICKET_UNKNOWN);
                assertThat(unanswered + garbage[0] - counted)
                        .as("lost; dropped by the links: %s", links.byInterface())
                        .isEqualTo(links.packets());
            });
            long cutOff = cutOff(api.verdicts().since(before));
            assertThat(cutOff).as("of %d, the rest opened", garbage[0]).isGreaterThan(garbage[0] / 2);
        }
    }

    private static long cutOff(Verdicts verdicts) {
        return verdicts.of(VerdictReason.SOURCE_OVER_BUDGET) + verdicts.of(VerdictReason.CPU_OVER_BUDGET);
    }

    private void sendGarbage(Crossing crossing) {
        byte[] datagram = new byte[100];
        random.nextBytes(datagram);
        datagram[0] = (byte) (0x40 | (datagram[0] & 0x3f));
        try {
            crossing.sendRaw(datagram);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
