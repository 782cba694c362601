package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.OVER_PACKET_LIMIT;
import static org.lumenlink.relay.dataplane.VerdictReason.REPLAYED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURN_OVER_PACKET_LIMIT;
import static org.lumenlink.relay.dataplane.VerdictReason.USER_BUSY;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** Both objects do the same; and what the relay's own lock does when it is not let go. */
@RequiresBpf
class UserLockTest {

    private static final int SLOT = 0;
    private static final int HELD = 48;
    private static final int SPENT_AT = 8;

    /** LOCK_DEAD of guard.h, doubled. */
    private static final int LONG_AGO = 20_000;

    private final Ticket ticket = ticket(USER, 7);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void packetsWhenUnderEitherLockThenCrossAndAreLimitedAndRemembered(UserLock lock) {
        assumePossible(lock);
        for (IpFamily family : IpFamily.values()) {
            try (PacketRig rig = PacketRig.open(Map.of("user-lock", lock))) {
                rig.register(USER, family.destination);
                rig.dataplane().rateLimits().put(USER, new Limits(0, 1000, 1_000_000, 1_000_000));
                byte[] answer = answer(rig, family);
                rig.expect(RETURNED, REDIRECT, "far", answer);
                rig.expectDrop(REPLAYED, packet(family, 0));
                rig.expect(FORWARDED, REDIRECT, "near", packet(family, 1));
                rig.dataplane().rateLimits().put(USER, new Limits(0, 0, 1_000_000, 1_000_000));
                rig.expectDrop(OVER_PACKET_LIMIT, packet(family, 2));
                rig.expect(RETURN_OVER_PACKET_LIMIT, DROP, "far", answer);
                assertThat(rig.dataplane().users().usage(USER).orElseThrow())
                        .extracting(Usage::toDestination, Usage::toClient)
                        .extracting("packets", "limited")
                        .containsExactly(tuple(2L, 1L), tuple(1L, 1L));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void tokensWhenTwoThreadsTakeThemAtOnceThenNoneIsLostOrTakenTwice(UserLock lock) throws Exception {
        assumePossible(lock);
        int burst = 3000;
        int each = 4000;
        try (PacketRig rig = PacketRig.open(Map.of("user-lock", lock))) {
            rig.register(USER, IpFamily.IPV4.destination);
            rig.dataplane().rateLimits().put(USER, new Limits(0, burst, 1_000_000_000, 1_000_000_000));
            byte[] answer = answer(rig, IpFamily.IPV4);
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Callable<@Nullable Void> send = () -> rig.repeat("far", answer, each);
                for (Future<@Nullable Void> done : threads.invokeAll(List.of(send, send))) {
                    done.get();
                }
            }
            assertThat(count(rig, RETURNED)).isEqualTo(burst);
            assertThat(count(rig, RETURN_OVER_PACKET_LIMIT)).isEqualTo(2L * each - burst);
            assertThat(rig.dataplane().users().usage(USER))
                    .map(Usage::toClient)
                    .contains(new DirectionUsage(burst, (long) burst * (20 + 8 + 20), 2L * each - burst));
        }
    }

    @Test
    void packetsWhenTheSlotStaysLockedThenAreDroppedAndChangeNothing() {
        assumePossible(UserLock.OWN);
        try (PacketRig rig = open(UserLock.OWN)) {
            rig.register(USER, IpFamily.IPV4.destination);
            byte[] answer = answer(rig, IpFamily.IPV4);
            byte[] free = slot(rig);
            hold(rig, jiffies(rig));
            byte[] held = slot(rig);
            rig.expectDrop(USER_BUSY, packet(IpFamily.IPV4, 1));
            rig.expect(USER_BUSY, DROP, "far", answer);
            rig.expectDrop(
                    USER_BUSY,
                    IpFamily.IPV4
                            .fromClient(sealed(ticket(USER, 8), 0, new byte[10]))
                            .bytes());
            assertThat(slot(rig)).isEqualTo(held);

            hold(rig, 0);
            assertThat(slot(rig)).isEqualTo(free);
            rig.expect(FORWARDED, REDIRECT, "near", packet(IpFamily.IPV4, 1));
            rig.expect(RETURNED, REDIRECT, "far", answer);
        }
    }

    @Test
    void lockWhenSomebodyWroteItByHandThenIsBroken() {
        assumePossible(UserLock.OWN);
        try (PacketRig rig = open(UserLock.OWN)) {
            rig.register(USER, IpFamily.IPV4.destination);
            byte[] answer = answer(rig, IpFamily.IPV4);
            hold(rig, jiffies(rig) - LONG_AGO);
            rig.expect(FORWARDED, REDIRECT, "near", packet(IpFamily.IPV4, 1));
            hold(rig, jiffies(rig) + LONG_AGO);
            rig.expect(RETURNED, REDIRECT, "far", answer);
            assertThat(ByteBuffer.wrap(slot(rig)).getInt(HELD)).isZero();
        }
    }

    @Test
    void lockWhenAnotherAfterARestartThenSessionsGoOn() {
        assumePossible(UserLock.OWN);
        try (PacketRig rig = open(UserLock.KERNEL)) {
            rig.register(USER, IpFamily.IPV4.destination);
            byte[] answer = answer(rig, IpFamily.IPV4);
            rig.dataplane().close();
            Map<String, Object> same = new HashMap<>(rig.properties());
            same.put("user-lock", UserLock.OWN);
            try (Dataplane second = rig.namespace()
                    .call(() ->
                            Dataplane.start(DataplaneSettings.of(same), Clock.fixed(PacketRig.NOW, ZoneOffset.UTC)))) {
                assertThat(run(rig, second, "near", packet(IpFamily.IPV4, 0)))
                        .as("seen")
                        .isEqualTo(DROP);
                assertThat(run(rig, second, "near", packet(IpFamily.IPV4, 1))).isEqualTo(REDIRECT);
                assertThat(run(rig, second, "far", answer)).isEqualTo(REDIRECT);
            }
        }
    }

    private static PacketRig open(UserLock lock) {
        return PacketRig.open(Map.of(
                "user-lock",
                lock,
                "detach-on-shutdown",
                false,
                "flood.openings-per-source",
                1,
                "flood.opening-burst-per-source",
                5));
    }

    private static void assumePossible(UserLock lock) {
        assumeThat(lock != UserLock.OWN || lock.isPossible(Libbpf.bind()))
                .as("bpf_loop (Linux 5.17) on x86-64, which the relay's own lock takes")
                .isTrue();
    }

    private static int run(PacketRig rig, Dataplane dataplane, String interfaceName, byte[] frame) {
        return rig.namespace()
                .call(() -> dataplane.run(frame, HostInfo.current().interfaceIndex(interfaceName)))
                .result();
    }

    private static long count(PacketRig rig, VerdictReason reason) {
        return rig.dataplane().verdicts().get(reason.slot()).packets();
    }

    /** Returns the kernel's time, as the program noted it when a source had spent its budget. */
    private static int jiffies(PacketRig rig) {
        byte[] garbage = new byte[80];
        garbage[0] = 0x40;
        IpFamily family = IpFamily.IPV6;
        for (int i = 0; i < 20; i++) {
            rig.run(
                    "near",
                    Frame.of(family.client, 1, family.relay, RELAY_PORT, garbage)
                            .bytes());
        }
        int[] latest = new int[1];
        try (BpfMap sources = Libbpf.bind().openPinned(rig.pin("source_map"))) {
            sources.forEach(
                    (key, value) -> latest[0] |= (int) Layout.wrap(value).getLong(SPENT_AT));
        }
        assertThat(latest[0]).as("one source has spent its budget").isNotZero();
        return latest[0] | 1;
    }

    private static byte[] slot(PacketRig rig) {
        try (BpfMap slots = Libbpf.bind().openPinned(rig.pin("user_slot_map"))) {
            return slots.lookup(Layout.key32(SLOT)).orElseThrow();
        }
    }

    private static void hold(PacketRig rig, int since) {
        byte[] slot = slot(rig);
        Layout.wrap(slot).putInt(HELD, since);
        try (BpfMap slots = Libbpf.bind().openPinned(rig.pin("user_slot_map"))) {
            slots.update(Layout.key32(SLOT), slot, BpfMap.Update.EXIST);
        }
    }

    /** Sends packet 0, and returns an answer to it. */
    private byte[] answer(PacketRig rig, IpFamily family) {
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[10]));
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(sent.udpOffset()));
        return Frame.of(family.destination, DESTINATION_PORT, family.egress, egressPort, new byte[20])
                .bytes();
    }

    private byte[] packet(IpFamily family, long number) {
        return family.fromClient(sealed(ticket, number, new byte[10])).bytes();
    }
}
