package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** What a user may have: rates and bursts in each direction, sessions, ports, and room in the tables. */
@RequiresBpf
class LimitTest {

    /** No rate, which the control plane allows to nobody: nothing is refilled, however long a test takes. */
    private static final Limits THREE_PACKETS = new Limits(0, 3, 1_000_000, 1_000_000);

    private static final IpFamily FAMILY = IpFamily.IPV4;

    private final Ticket ticket = ticket(USER, 7);

    @Test
    void packetsWhenOverTheBurstThenAreDropped() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination);
            rig.dataplane().rateLimits().put(USER, THREE_PACKETS);
            for (int number = 0; number < 3; number++) {
                rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, number, 10));
            }
            rig.expectDrop(VerdictReason.OVER_PACKET_LIMIT, packet(ticket, 3, 10));
            rig.expectDrop(VerdictReason.OVER_PACKET_LIMIT, packet(ticket(USER, 8), 0, 10));
            assertThat(rig.dataplane().users().usage(USER))
                    .contains(new Usage(new DirectionUsage(3, 3 * (20 + 8 + 36 + 10), 2), new DirectionUsage(0, 0, 0)));
        }
    }

    @Test
    void eventsWhenASessionIsMadeAndALimitFirstHitThenAreToldOnce() {
        try (PacketRig rig = PacketRig.open()) {
            UserEvents events = rig.dataplane().userEvents();
            rig.register(USER, FAMILY.destination);
            rig.dataplane().rateLimits().put(USER, THREE_PACKETS);
            for (int number = 0; number < 20; number++) {
                rig.run("near", packet(ticket, number, 10));
            }
            rig.run("near", packet(ticket(USER, 8), 0, 10));
            await().atMost(Duration.ofMinutes(2)).until(() -> events.sessions() == 2);
            assertThat(events.limits()).isOne();
        }
    }

    @Test
    void bytesWhenOverTheBurstThenAreDroppedAndCostNothing() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination);
            rig.dataplane().rateLimits().put(USER, new Limits(0, 1000, 0, 1000));
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 0, 900 - 64));
            rig.expectDrop(VerdictReason.OVER_BYTE_LIMIT, packet(ticket, 1, 101 - 64));
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 2, 100 - 64));
        }
    }

    @Test
    void answersWhenOverTheBurstThenAreDroppedAndLeaveTheOtherDirectionAlone() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination);
            rig.dataplane().rateLimits().put(USER, THREE_PACKETS);
            byte[] answer = answer(rig);
            for (int i = 0; i < 3; i++) {
                rig.expect(RETURNED, REDIRECT, "far", answer);
            }
            rig.expect(VerdictReason.RETURN_OVER_PACKET_LIMIT, DROP, "far", answer);
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 1, 10));
            rig.dataplane().rateLimits().put(USER, new Limits(0, 1000, 0, 10));
            rig.expect(VerdictReason.RETURN_OVER_PACKET_LIMIT, DROP, "far", answer);
        }
    }

    @Test
    void limitWhenRaisedThenHoldsForTheNextPacketWithoutAFreshBurst() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination);
            rig.dataplane().rateLimits().put(USER, THREE_PACKETS);
            for (int number = 0; number < 3; number++) {
                rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, number, 10));
            }
            rig.dataplane().rateLimits().put(USER, new Limits(0, 100, 1_000_000, 1_000_000));
            rig.expectDrop(VerdictReason.OVER_PACKET_LIMIT, packet(ticket, 3, 10));
            assertThat(rig.dataplane().rateLimits().get(USER)).contains(new Limits(0, 100, 1_000_000, 1_000_000));
        }
    }

    /** Of many users, since a tick could begin just then. */
    @Test
    void limitWhenLoweredThenHoldsForTheNextPacketThoughNoTimeHasPassed() {
        try (PacketRig rig = PacketRig.open()) {
            for (int user = 1; user <= 30; user++) {
                rig.register(user, FAMILY.destination);
                Ticket each = ticket(user, 1);
                rig.dataplane().rateLimits().put(user, new Limits(0, 100, 1_000_000, 1_000_000));
                rig.expect(FORWARDED, REDIRECT, "near", packet(each, 0, 10));
                rig.dataplane().rateLimits().put(user, THREE_PACKETS);
                for (int number = 1; number <= 3; number++) {
                    rig.expect(FORWARDED, REDIRECT, "near", packet(each, number, 10));
                }
                rig.expectDrop(VerdictReason.OVER_PACKET_LIMIT, packet(each, 4, 10));
            }
        }
    }

    @Test
    void userWithoutLimitWhenFirstPacketThenGetsTheDefault() {
        Limits standard = new Limits(0, 2, 5_000, 6_000);
        try (PacketRig rig = PacketRig.open(limits(standard))) {
            rig.register(USER, FAMILY.destination);
            assertThat(rig.dataplane().rateLimits().get(USER)).isEmpty();
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 0, 10));
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 1, 10));
            rig.expectDrop(VerdictReason.OVER_PACKET_LIMIT, packet(ticket, 2, 10));
        }
    }

    @Test
    void sessionsWhenAllPlacesAreTakenThenFurtherTicketsAreDroppedAndLiveOnesGoOn() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination, 0, true, 2);
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket(USER, 1), 0, 10));
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket(USER, 2), 0, 10));
            rig.expectDrop(VerdictReason.SESSIONS_EXCEEDED, packet(ticket(USER, 3), 0, 10));
            rig.expectDrop(VerdictReason.SESSIONS_EXCEEDED, packet(ticket(USER, 3), 1, 10));
            assertThat(rig.dataplane().sessions().count(PacketRig.NOW)).isEqualTo(2);
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket(USER, 1), 1, 10));
            rig.register(USER, FAMILY.destination, 1, true, 2);
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket(USER, 1 << 16 | 1), 0, 10));
        }
    }

    @Test
    void sessionTableWhenFullThenNewSessionsAreDroppedAndLiveOnesGoOn() {
        try (PacketRig rig = PacketRig.open(Map.of("max-sessions", 2))) {
            rig.register(USER, FAMILY.destination);
            int made = 0;
            VerdictReason last = FORWARDED;
            for (int sessionId = 0; sessionId < 16 && last == FORWARDED; sessionId++) {
                last = verdictOf(rig, packet(ticket(USER, sessionId), 0, 10));
                made += last == FORWARDED ? 1 : 0;
            }
            assertThat(last).isEqualTo(VerdictReason.SESSION_TABLE_FULL);
            assertThat(made).isEqualTo(2);
            for (int number = 1; number < 20; number++) {
                // Trying again uses up none of the user's places.
                rig.expectDrop(VerdictReason.SESSION_TABLE_FULL, packet(ticket(USER, 2), number, 10));
            }
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket(USER, 0), 1, 10));
        }
    }

    @Test
    void slotWhenItDoesNotExistThenTheUsersPacketsAreDropped() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination);
            byte[] key = Layout.key32(USER);
            try (BpfMap users =
                    Libbpf.bind().openPinned(rig.dataplane().info().pinPath().resolve("user_map"))) {
                byte[] value = users.lookup(key).orElseThrow();
                Layout.wrap(value).putInt(24, 1_000);
                users.update(key, value, BpfMap.Update.EXIST);
            }
            rig.expectDrop(VerdictReason.LIMIT_TABLE_FULL, packet(ticket, 0, 10));
        }
    }

    @Test
    void egressPortsWhenExhaustedThenNewSessionsAreDroppedAndLiveOnesGoOn() {
        try (PacketRig rig = PacketRig.open(Map.of("egress-ports", "30000-30000"))) {
            rig.register(USER, FAMILY.destination);
            rig.register(43, FAMILY.client);
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 0, 10));
            rig.expectDrop(VerdictReason.PORTS_EXHAUSTED, packet(ticket(USER, 8), 0, 10));
            rig.expect(FORWARDED, PacketRig.TX, "near", packet(ticket(43, 1), 0, 10));
            rig.expect(FORWARDED, REDIRECT, "near", packet(ticket, 1, 10));
        }
    }

    @Test
    void interfaceWhenWithoutAddressOfTheFamilyThenIsSaid() {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, FAMILY.destination);
            rig.namespace().ip("link add other type veth peer name other-peer");
            rig.namespace().ip("link set other up");
            rig.namespace().ip("link set other-peer up");
            rig.namespace().sysctl("net/ipv4/conf/other/forwarding", "1");
            rig.namespace().ip("route add 203.0.113.0/24 dev other");
            rig.namespace().ip("neigh add 203.0.113.5 lladdr 02:00:00:00:00:30 dev other nud permanent");
            rig.register(USER, PacketRig.address("203.0.113.5"));
            // The relay sees the new interface within a second or so.
            AtomicInteger number = new AtomicInteger();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> verdictOf(rig, packet(ticket, number.getAndIncrement(), 10))
                            == VerdictReason.NO_EGRESS_ADDRESS);
        }
    }

    private VerdictReason verdictOf(PacketRig rig, byte[] frame) {
        var before = rig.dataplane().verdicts();
        rig.run("near", frame);
        return rig.dataplane().verdicts().stream()
                .filter(after -> !before.contains(after))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    private byte[] answer(PacketRig rig) {
        Frame sent = FAMILY.fromClient(sealed(ticket, 0, new byte[10]));
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(sent.udpOffset()));
        return Frame.of(FAMILY.destination, DESTINATION_PORT, FAMILY.egress, egressPort, new byte[20])
                .bytes();
    }

    private static byte[] packet(Ticket ticket, long number, int payload) {
        return FAMILY.fromClient(sealed(ticket, number, new byte[payload])).bytes();
    }

    private static Map<String, Object> limits(Limits limits) {
        return Map.of(
                "default-rate-limit.packets-per-second", limits.packetsPerSecond(),
                "default-rate-limit.burst-packets", limits.burstPackets(),
                "default-rate-limit.bytes-per-second", limits.bytesPerSecond(),
                "default-rate-limit.burst-bytes", limits.burstBytes());
    }
}
