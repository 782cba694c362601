package org.lumenlink.relay.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;

/** Runs the smallest bench there is: that it measures what it says, not how fast anything is. */
@RequiresBpf
class BenchIT {

    private static final int PACKETS = 512;
    private static final int SESSIONS = 16;
    private static final BenchSize SIZE =
            new BenchSize(1, PACKETS, List.of(SESSIONS), List.of(1.8), 1, 4096, 100, 100, List.of(1), List.of(100));

    private final Libbpf libbpf = Libbpf.bind();

    @Test
    void packetsWhenMeasuredThenEveryKindGotTheVerdictThatItClaims() {
        List<PacketResult> results = new PacketBench(libbpf, SIZE, kind -> true, result -> {}).run();

        assertThat(results)
                .extracting(PacketResult::name)
                .contains(
                        "FIB forward",
                        "forwarded",
                        "forwarded, IPv6",
                        "forwarded, IPv4 to IPv6",
                        "forwarded, IPv6 to IPv4",
                        "forwarded, ip-option",
                        "returned",
                        "forged tag",
                        "garbage ticket",
                        "not ours: TCP");
        assertThat(results).filteredOn(result -> result.verdict() != null).allSatisfy(result -> {
            assertThat(result.packets()).isEqualTo(PACKETS);
            assertThat(result.asClaimed()).isBetween(PACKETS - 10L, (long) PACKETS);
        });
        assertThat(results)
                .filteredOn(result -> "forwarded".equals(result.verdict()) || "returned".equals(result.verdict()))
                .allSatisfy(result -> assertThat(result.tail()).isNotNull().isPositive());
        assertThat(results)
                .filteredOn(result -> result.name().equals("forwarded"))
                .extracting(PacketResult::sessions)
                .containsExactly(1, SESSIONS);
    }

    @Test
    void crossingsWhenMeasuredThenPacketsArriveAndAnswersComeBack() {
        Peers peers = new Peers(libbpf);
        try (Resources resources = new Resources()) {
            List<Peer> measured = List.of(
                    resources.add(peers.relay()),
                    resources.add(peers.sink()),
                    resources.add(peers.xdpNat()),
                    resources.add(peers.xdpForward()),
                    resources.add(peers.routing()));

            List<CrossingResult> results = new CrossingBench(libbpf, SIZE, result -> {}).run(measured, 64, 1400);

            assertThat(results)
                    .hasSize(2 * measured.size())
                    .allSatisfy(result -> assertThat(result.received()).isPositive());
            assertThat(results)
                    .filteredOn(result -> result.roundTripMedian() != null)
                    .extracting(CrossingResult::name)
                    .containsExactly(
                            "LumenLink relay",
                            "XDP FIB forward",
                            "Linux routing",
                            "LumenLink relay",
                            "XDP FIB forward",
                            "Linux routing");
        }
    }
}
