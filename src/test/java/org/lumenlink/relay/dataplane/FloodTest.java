package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.address;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.CPU_OVER_BUDGET;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.SOURCE_OVER_BUDGET;
import static org.lumenlink.relay.dataplane.VerdictReason.TICKET_UNKNOWN;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.support.OneCpu;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** Garbage may cost a few ticket openings, and nothing else. */
@RequiresBpf
class FloodTest {

    /** With the reserve, of a quarter, as large as no test can use up. */
    private static final long PLENTY = FloodSettings.MAX_OPENINGS;

    /** So slow that hardly an opening is refilled while a test runs. */
    private static final long HARDLY_ANY = 1;

    private static final int BURST = 5;

    /** The longest that one in 32, spread by the golden ratio, lets wait. */
    private static final int TRIES = 55;

    private final Random random = new Random(7);

    private final OneCpu cpu = OneCpu.pin();

    /** Each CPU has budgets of its own, and counts by itself which packet over budget is tried. */
    @AfterEach
    void releaseCpu() {
        cpu.close();
    }

    @ParameterizedTest
    @EnumSource
    void garbageWhenSourceIsOverBudgetThenIsDroppedUnopened(IpFamily family) {
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            for (int i = 0; i < BURST; i++) {
                rig.expectDrop(TICKET_UNKNOWN, garbage(family, family.client));
            }
            long began = System.nanoTime();
            Map<VerdictReason, Integer> verdicts = flood(rig, family, 800);
            int refilled = (int) (HARDLY_ANY * (1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)));
            assertThat(verdicts).containsOnlyKeys(SOURCE_OVER_BUDGET, TICKET_UNKNOWN);
            assertThat(verdicts.get(TICKET_UNKNOWN)).as("one in 32").isBetween(24, 24 + refilled);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sourceWhenOverBudgetThenItsSessionsGoOn(IpFamily family) {
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            rig.register(USER, family.destination);
            Ticket ticket = ticket(USER, 7);
            rig.expect(FORWARDED, REDIRECT, "near", genuine(family, ticket, 0));
            for (int number = 1; number <= 20; number++) {
                flood(rig, family, 10);
                rig.expect(FORWARDED, REDIRECT, "near", genuine(family, ticket, number));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void firstPacketWhenItsAddressIsSpoofedByAFloodThenGetsThroughInAFewTries(IpFamily family) {
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            rig.register(USER, family.destination);
            flood(rig, family, 50);
            assertThat(triesUntilForwarded(rig, family)).isLessThanOrEqualTo(TRIES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 15, 31})
    void firstPacketsWhenEachComesAfterAsMuchGarbageThenGetThroughAllTheSame(int garbage) {
        IpFamily family = IpFamily.IPV4;
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            rig.register(USER, family.destination);
            flood(rig, family, 50);
            Ticket ticket = ticket(USER, 7);
            int tries = 0;
            int action = PacketRig.DROP;
            while (action == PacketRig.DROP && tries < 10 * TRIES) {
                flood(rig, family, garbage);
                action = rig.run("near", genuine(family, ticket, tries)).result();
                tries++;
            }
            assertThat(action).isEqualTo(REDIRECT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void firstPacketWhenCpuIsFloodedThenGetsThroughInAFewTries(IpFamily family) {
        try (PacketRig rig = rig(PLENTY, PLENTY, 400)) {
            rig.register(USER, family.destination);
            Map<VerdictReason, Integer> verdicts = flood(rig, family, 2000);
            assertThat(verdicts).containsOnlyKeys(CPU_OVER_BUDGET, TICKET_UNKNOWN);
            assertThat(triesUntilForwarded(rig, family)).isLessThan(1000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sourceWhenOverBudgetThenOthersHaveTheirOwn(IpFamily family) {
        InetAddress neighbour = family == IpFamily.IPV4 ? address("192.0.2.11") : address("2001:db8:1:1::10");
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            flood(rig, family, 50);
            for (int i = 0; i < BURST; i++) {
                rig.expectDrop(TICKET_UNKNOWN, garbage(family, neighbour));
            }
        }
    }

    @Test
    void ipv6AddressesWhenInOneSubnetThenShareABudget() {
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            for (int i = 0; i < BURST; i++) {
                rig.expectDrop(TICKET_UNKNOWN, garbage(IpFamily.IPV6, address("2001:db8:1::" + (i + 1))));
            }
            assertThat(flood(rig, IpFamily.IPV6, 100)).containsKey(SOURCE_OVER_BUDGET);
        }
    }

    @Test
    void garbageWhenFromManySourcesThenMakesRoomAmongBudgetsAndLeavesSessionsAlone() {
        try (PacketRig rig = rig(HARDLY_ANY, BURST, PLENTY)) {
            rig.register(USER, IpFamily.IPV4.destination);
            Ticket ticket = ticket(USER, 7);
            rig.expect(FORWARDED, REDIRECT, "near", genuine(IpFamily.IPV4, ticket, 0));
            for (int i = 0; i < 3000; i++) {
                rig.run("near", garbage(IpFamily.IPV4, address("10.9." + i / 250 + "." + i % 250)));
            }
            rig.expect(FORWARDED, REDIRECT, "near", genuine(IpFamily.IPV4, ticket, 1));
            assertThat(rig.dataplane().sessions().count(PacketRig.NOW)).isOne();
            assertThat(rig.dataplane().info().maps())
                    .filteredOn(map -> map.name().equals("source_map"))
                    .singleElement()
                    .satisfies(map -> assertThat(map.entries()).isBetween(1, map.maxEntries()));
        }
    }

    private static int triesUntilForwarded(PacketRig rig, IpFamily family) {
        Ticket ticket = ticket(USER, 7);
        int tries = 0;
        int action = PacketRig.DROP;
        while (action == PacketRig.DROP && tries < 1000) {
            action = rig.run("near", genuine(family, ticket, tries)).result();
            tries++;
        }
        assertThat(action).isEqualTo(REDIRECT);
        return tries;
    }

    private Map<VerdictReason, Integer> flood(PacketRig rig, IpFamily family, int packets) {
        var before = rig.dataplane().verdicts();
        for (int i = 0; i < packets; i++) {
            rig.run("near", garbage(family, family.client));
        }
        Map<VerdictReason, Integer> moved = new EnumMap<>(VerdictReason.class);
        for (VerdictCount after : rig.dataplane().verdicts()) {
            long packetsBefore = before.get(after.reason().slot()).packets();
            if (after.packets() != packetsBefore) {
                moved.put(after.reason(), (int) (after.packets() - packetsBefore));
            }
        }
        return moved;
    }

    private byte[] garbage(IpFamily family, InetAddress source) {
        byte[] payload = new byte[80];
        random.nextBytes(payload);
        payload[0] = (byte) (0x40 | (payload[0] & 0x3f));
        return Frame.of(source, CLIENT_PORT, family.relay, RELAY_PORT, payload).bytes();
    }

    private static byte[] genuine(IpFamily family, Ticket ticket, long number) {
        return family.fromClient(sealed(ticket, number, new byte[40])).bytes();
    }

    private static PacketRig rig(long perSource, long burst, long perCpu) {
        return PacketRig.open(Map.of(
                "flood.openings-per-source", perSource,
                "flood.opening-burst-per-source", burst,
                "flood.openings-per-cpu", perCpu,
                "flood.tracked-sources", 1024));
    }
}
