package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.TestNamespace;
import org.lumenlink.relay.token.Ticket;

/** Next hops that the kernel does not know are resolved because the program asks. */
@RequiresBpf
class NeighbourTest {

    private final Ticket ticket = ticket(USER, 7);

    @ParameterizedTest
    @CsvSource({
        "IPV4, 198.51.100.77/24, 198.51.100.77",
        "IPV6, 2001:db8:2::77/64, 2001:db8:2::77",
        "IPV4, 198.51.100.77/24, 203.0.113.9",
        "IPV6, 2001:db8:2::77/64, 2001:db8:3::9"
    })
    void nextHopWhenUnknownThenIsResolvedAndPacketsFlow(IpFamily family, String hop, String destination) {
        try (PacketRig rig = PacketRig.open();
                TestNamespace peer = TestNamespace.create("peer")) {
            putPeerInto(rig, peer, hop);
            InetAddress target = PacketRig.address(destination);
            if (!hop.startsWith(destination + "/")) {
                String via = hop.substring(0, hop.indexOf('/'));
                rig.namespace().ip("route add " + destination + " via " + via);
            }
            rig.register(USER, target);
            AtomicLong number = new AtomicLong();

            byte[] first = packet(family, number.getAndIncrement());
            // The peer's answers to ARP come in by the same program, and are counted too.
            assertThat(rig.run("near", first).result()).isEqualTo(PacketRig.DROP);
            assertThat(rig.dataplane().verdicts())
                    .contains(new VerdictCount(VerdictReason.NEIGHBOUR_UNRESOLVED, 1, first.length));

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> rig.run("near", packet(family, number.getAndIncrement()))
                                    .result()
                            == REDIRECT);
        }
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.77/24", "2001:db8:2::77/64"})
    void nextHopWhenAskedForBeforeTheFirstPacketThenIsResolved(String hop) {
        try (PacketRig rig = PacketRig.open();
                TestNamespace peer = TestNamespace.create("peer")) {
            putPeerInto(rig, peer, hop);
            String address = hop.substring(0, hop.indexOf('/'));
            rig.dataplane().resolveNeighbourOf(PacketRig.address(address));
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(rig.namespace().ip("neigh show to " + address + " dev far"))
                            .contains("lladdr")
                            .contains("managed"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nextHopWhenItChangesThenPacketsOfLiveSessionsFollow(IpFamily family) {
        try (PacketRig rig = PacketRig.open()) {
            rig.register(USER, family.destination);
            AtomicLong number = new AtomicLong();
            assertThat(target(rig, family, number)).isEqualTo(HexFormat.of().formatHex(PacketRig.DESTINATION_MAC));
            assertThat(target(rig, family, number)).isEqualTo(HexFormat.of().formatHex(PacketRig.DESTINATION_MAC));
            rig.namespace()
                    .ip("neigh replace " + family.destination.getHostAddress()
                            + " lladdr 02:00:00:00:00:99 dev far nud permanent");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> target(rig, family, number).equals("020000000099"));
            rig.namespace().ip("route add unreachable " + family.destination.getHostAddress());
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> rig.run("near", packet(family, number.getAndIncrement()))
                                    .result()
                            == PacketRig.DROP);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "neigh replace 198.51.100.200 lladdr 02:00:00:00:00:99 dev far nud permanent",
                "neigh replace 2001:db8:2::200 lladdr 02:00:00:00:00:99 dev far nud permanent",
                "route add 203.0.113.0/24 dev far",
                "route add 2001:db8:99::/64 dev far",
                "rule add from 203.0.113.7 table main",
                "nexthop add id 7 dev far",
                "link set far-peer mtu 1400"
            })
    void hostWhenItsRoutesChangeThenEveryKeptNextHopEndsBeforeItsTime(String change) {
        try (PacketRig rig = PacketRig.open()) {
            int before = routeEpoch(rig);
            rig.namespace().ip(change);
            await().atMost(Duration.ofMinutes(2)).until(() -> routeEpoch(rig) != before);
            assertThat((routeEpoch(rig) - before) % Layout.HOP_LIFETIME).isZero();
        }
    }

    private static int routeEpoch(PacketRig rig) {
        try (BpfMap map = Libbpf.bind().openPinned(rig.pin("epoch_map"))) {
            byte[] epoch = map.lookup(Layout.key32(0)).orElseThrow();
            return Layout.wrap(epoch).getInt(Integer.BYTES);
        }
    }

    /** Returns the link-layer address that the user's next packet is sent to. */
    private String target(PacketRig rig, IpFamily family, AtomicLong number) {
        byte[] arrived = rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", packet(family, number.getAndIncrement()))
                .packet();
        return HexFormat.of().formatHex(arrived, 0, 6);
    }

    private static void putPeerInto(PacketRig rig, TestNamespace peer, String address) {
        rig.namespace().ip("link set far-peer netns " + peer.name());
        peer.sysctl("net/ipv6/conf/far-peer/disable_ipv6", "0");
        peer.ip("link set far-peer up");
        peer.ip("addr add " + address + " dev far-peer" + (address.contains(":") ? " nodad" : ""));
    }

    private byte[] packet(IpFamily family, long number) {
        return family.fromClient(sealed(ticket, number, new byte[8])).bytes();
    }
}
