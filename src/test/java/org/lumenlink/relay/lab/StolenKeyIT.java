package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.client.Credentials;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;

/** What operators are told to do when somebody may have a token key, on the packaged relay, with a client that goes on sending. */
@RequiresBpf
class StolenKeyIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TTL = Duration.ofHours(1);
    private static final String STAY = "--lumenlink.relay.detach-on-shutdown=false";
    private static final long USER = 1;

    private long number;

    @Test
    void tokenKeysWhenRemovedAsTheDocumentSaysThenNoTicketOrSessionIsGoodAndNewOnesAre() throws Exception {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run(STAY);
            Credentials before;
            try (RelayApi api = new RelayApi(lab)) {
                api.register(USER, lab.destination(Family.IPV4, 50_001), null);
                before = api.issue(USER, TTL).credentials();
            }
            try (Arrivals arrivals = Arrivals.at(lab);
                    SteadyTraffic client = new SteadyTraffic(lab, before, 1)) {
                awaitArrival(client, arrivals);

                testLab.script("stop");
                assertThat(lab.pinPath()).as("what goes on without the relay").exists();
                Shell.run("bash", "-ec", commands(testLab, lab));
                testLab.run(STAY);

                try (RelayApi api = new RelayApi(lab)) {
                    long arrived = arrivals.total();
                    await().atMost(PATIENCE).until(() -> {
                        client.probe(number++);
                        return api.verdicts().of(VerdictReason.TICKET_UNKNOWN) > 0;
                    });
                    assertThat(arrivals.total()).isEqualTo(arrived);

                    try (SteadyTraffic renewed =
                            new SteadyTraffic(lab, api.issue(USER, TTL).credentials(), 1)) {
                        awaitArrival(renewed, arrivals);
                    }
                }
            }
        }
    }

    private void awaitArrival(SteadyTraffic client, Arrivals arrivals) {
        long before = arrivals.total();
        await().atMost(PATIENCE).until(() -> {
            client.probe(number++);
            return arrivals.total() > before;
        });
    }

    /** Returns the commands between the end of the relay and its start, with the lab's paths. */
    private static String commands(TestLab testLab, Lab lab) throws IOException {
        String document = Files.readString(Path.of("docs/operations.md"));
        String section = document.substring(document.indexOf("**If somebody may have a token key**"));
        String block = section.substring(section.indexOf("    kill -TERM PID\n") + "    kill -TERM PID\n".length());
        return block.substring(0, block.indexOf("    scripts/lumenlink relay"))
                .replace("/sys/fs/bpf/lumenlink", String.valueOf(lab.pinPath().getParent()))
                .replace("/var/lib/lumenlink", testLab.folder().resolve("data").toString());
    }
}
