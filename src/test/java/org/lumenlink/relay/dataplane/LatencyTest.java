package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.support.RequiresBpf;

/** The kernel's histogram of how long relayed packets take. */
class LatencyTest {

    private static final IpFamily FAMILY = IpFamily.IPV4;

    @Test
    @RequiresBpf
    void packetsWhenRelayedThenOneInSoManyIsTimedAndOthersAreNot() {
        try (PacketRig rig = PacketRig.open(Map.of("latency-sample", 1))) {
            rig.register(USER, FAMILY.destination);
            for (int number = 0; number < 5; number++) {
                rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", packet(number));
            }
            rig.expectDrop(VerdictReason.REPLAYED, packet(0));
            rig.expectDrop(
                    VerdictReason.MALFORMED, FAMILY.fromClient(new byte[5]).bytes());
            Latency latency = rig.dataplane().latency();
            assertThat(latency.count()).isEqualTo(5);
            assertThat(latency.nanoseconds()).isPositive();
            assertThat(latency.boundOf(1)).isGreaterThanOrEqualTo(latency.nanoseconds() / 5);
        }
    }

    @Test
    @RequiresBpf
    void sampleWhenOneInFourThenAQuarterIsTimed() {
        try (PacketRig rig = PacketRig.open(Map.of("latency-sample", 4))) {
            rig.register(USER, FAMILY.destination);
            rig.repeat("near", packet(0), 3);
            // Each CPU counts for itself, and the two that were replayed count too.
            long cpus = Runtime.getRuntime().availableProcessors();
            for (int number = 1; number < 400; number++) {
                rig.run("near", packet(number));
            }
            assertThat(rig.dataplane().latency().count()).isBetween(402 / 4L + 1 - 2, (402 + 3 * cpus) / 4);
        }
    }

    @Test
    void boundsWhenAskedForThenHoldForThatShare() {
        long[] packets = new long[32];
        packets[7] = 990;
        packets[9] = 9;
        packets[20] = 1;
        Latency latency = new Latency(packets, 123_456);
        assertThat(latency.boundOf(0.5)).isEqualTo(128);
        assertThat(latency.boundOf(0.99)).isEqualTo(128);
        assertThat(latency.boundOf(0.999)).isEqualTo(512);
        assertThat(latency.boundOf(1)).isEqualTo(1 << 20);
        assertThat(latency.since(latency).count()).isZero();
        assertThat(latency.since(latency).boundOf(0.5)).isZero();
    }

    private static byte[] packet(long number) {
        return FAMILY.fromClient(sealed(ticket(USER, 7), number, new byte[10])).bytes();
    }
}
