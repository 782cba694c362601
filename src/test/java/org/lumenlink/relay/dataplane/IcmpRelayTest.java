package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.ICMP_FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.ICMP_LIMITED;
import static org.lumenlink.relay.dataplane.VerdictReason.ICMP_RETURNED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURN_EXPIRED;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** ICMP errors about relayed packets, passed on to the other side in its own family and terms. */
@RequiresBpf
class IcmpRelayTest {

    /** An error in both families, as RFC 7915 translates it. */
    enum Report {
        NO_ROUTE(3, 1, 1, 0),
        PROHIBITED(3, 10, 1, 1),
        PORT_CLOSED(3, 3, 1, 4),
        TOO_BIG(3, 4, 2, 0),
        TTL_EXCEEDED(11, 0, 3, 0);

        private final int type4;
        private final int code4;
        private final int type6;
        private final int code6;

        Report(int type4, int code4, int type6, int code6) {
            this.type4 = type4;
            this.code4 = code4;
            this.type6 = type6;
            this.code6 = code6;
        }

        int[] in(IpFamily family) {
            return family == IpFamily.IPV4 ? new int[] {type4, code4} : new int[] {type6, code6};
        }
    }

    private final Ticket ticket = ticket(USER, 7);
    private PacketRig rig;

    @BeforeEach
    void openRig() {
        rig = PacketRig.open();
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    static Stream<Arguments> errors() {
        return Stream.of(IpFamily.values())
                .flatMap(client -> Stream.of(IpFamily.values())
                        .flatMap(destination ->
                                Stream.of(Report.values()).map(error -> Arguments.of(client, destination, error))));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorFromTheDestinationsSideWhenAboutAForwardedPacketThenTheClientIsTold(
            IpFamily client, IpFamily destination, Report error) {
        Frame forwarded = forward(client, destination, 30);
        // A router on the way reports, not the destination itself.
        byte[] heard = report(error, destination, forwarded, destination.client, 1400, 12);

        byte[] told = rig.expect(ICMP_RETURNED, REDIRECT, "far", heard).packet();

        Frame sent = quoted(client.fromClient(new byte[36 + 30]));
        int mtu = 1400 + 36 + headers(client) - headers(destination);
        assertThat(told)
                .isEqualTo(reported(error, client, sent, client.relay, mtu)
                        .withMacs(CLIENT_MAC, rig.mac("near"))
                        .bytes());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorFromTheClientsSideWhenAboutAnAnswerThenTheDestinationIsTold(
            IpFamily client, IpFamily destination, Report error) {
        Frame forwarded = forward(client, destination, 30);
        Frame returned = Frame.of(client.relay, RELAY_PORT, client.client, CLIENT_PORT, new byte[50]);
        byte[] heard = report(error, client, returned, client.client, 1400, 50);

        byte[] told = rig.expect(ICMP_FORWARDED, REDIRECT, "near", heard).packet();

        Frame answer = quoted(Frame.of(
                destination.destination, DESTINATION_PORT, destination.egress, forwarded.sourcePort(), new byte[50]));
        int mtu = 1400 + headers(destination) - headers(client);
        assertThat(told)
                .isEqualTo(reported(error, destination, answer, destination.egress, mtu)
                        .withMacs(DESTINATION_MAC, rig.mac("far"))
                        .bytes());
    }

    @ParameterizedTest
    @EnumSource
    void errorWhenRepeatedThenIsLimitedPerFlow(IpFamily family) {
        Frame forwarded = forward(family, family, 30);
        byte[] heard = report(Report.PORT_CLOSED, family, forwarded, family.destination, 0, 0);
        rig.expect(ICMP_RETURNED, REDIRECT, "far", heard);
        // Many fit into the tenth of a second in which none is passed on; on a slow machine some do.
        assertThat(IntStream.range(0, 1000).anyMatch(i -> rig.run("far", heard).result() == DROP))
                .isTrue();
        assertThat(rig.dataplane().verdicts()).anySatisfy(count -> {
            assertThat(count.reason()).isEqualTo(ICMP_LIMITED);
            assertThat(count.packets()).isPositive();
        });
        await().atMost(Duration.ofMinutes(2)).until(() -> rig.run("far", heard).result() == REDIRECT);
    }

    @ParameterizedTest
    @EnumSource
    void errorWhenAboutNothingOfOursThenIsTheKernels(IpFamily family) {
        Frame forwarded = forward(family, family, 30);
        Frame otherPort = forwarded.from(family.egress, forwarded.sourcePort() ^ 1);
        Frame otherDestination = forwarded.to(family.client, DESTINATION_PORT);
        rig.expectPass("far", report(Report.PORT_CLOSED, family, otherPort, family.destination, 0, 0));
        rig.expectPass("far", report(Report.PORT_CLOSED, family, otherDestination, family.destination, 0, 0));
        Frame otherClient = Frame.of(family.relay, RELAY_PORT, family.client, CLIENT_PORT + 1, new byte[8]);
        rig.expectPass("near", report(Report.PORT_CLOSED, family, otherClient, family.client, 0, 0));
        // Quoted as sent from here, but reported to another address.
        IcmpFrame elsewhere = IcmpFrame.about(forwarded, family.destination, 3, 3, 0, 0);
        rig.expectPass(
                "far",
                new IcmpFrame(
                                elsewhere.targetMac(),
                                elsewhere.sourceMac(),
                                family.destination,
                                family.relay,
                                Report.PORT_CLOSED.in(family)[0],
                                Report.PORT_CLOSED.in(family)[1],
                                0,
                                elsewhere.quote())
                        .bytes());
        // No error, but an echo request.
        int echo = family == IpFamily.IPV4 ? 8 : 128;
        rig.expectPass(
                "far",
                IcmpFrame.about(forwarded, family.destination, echo, 0, 0, 0).bytes());
        byte[] whole = report(Report.PORT_CLOSED, family, forwarded, family.destination, 0, 0);
        rig.expectPass("far", Arrays.copyOf(whole, whole.length - 1));
    }

    @ParameterizedTest
    @EnumSource
    void errorWhenTheClientHasMovedThenItsOldAddressSpeaksForItNoMore(IpFamily family) {
        forward(family, family, 30);
        Frame moved = family.fromClient(sealed(ticket, 1, new byte[9])).from(family.client, 1234);
        rig.expect(FORWARDED, REDIRECT, "near", moved.bytes());
        Frame before = Frame.of(family.relay, RELAY_PORT, family.client, CLIENT_PORT, new byte[8]);
        Frame after = before.to(family.client, 1234);
        rig.expectPass("near", report(Report.PORT_CLOSED, family, before, family.client, 0, 0));
        rig.expect(ICMP_FORWARDED, REDIRECT, "near", report(Report.PORT_CLOSED, family, after, family.client, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void errorWhenTheUserMayNotThenIsDropped(IpFamily family) {
        Frame forwarded = forward(family, family, 30);
        rig.register(USER, family.destination, 0, false, 1);
        rig.expect(
                RETURN_EXPIRED, DROP, "far", report(Report.PORT_CLOSED, family, forwarded, family.destination, 0, 0));
    }

    private byte[] report(Report error, IpFamily family, Frame packet, InetAddress reporter, int mtu, int extra) {
        int[] type = error.in(family);
        return IcmpFrame.about(packet, reporter, type[0], type[1], error == Report.TOO_BIG ? mtu : 0, extra)
                .bytes();
    }

    private static IcmpFrame reported(Report error, IpFamily family, Frame packet, InetAddress reporter, int mtu) {
        int[] type = error.in(family);
        return IcmpFrame.about(packet, reporter, type[0], type[1], error == Report.TOO_BIG ? mtu : 0, 0);
    }

    /** Has a client's packet forwarded; returns it as it went on. */
    private Frame forward(IpFamily client, IpFamily destination, int payload) {
        rig.register(USER, destination.destination);
        byte[] sent = client.fromClient(sealed(ticket, 0, new byte[payload])).bytes();
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent).packet();
        int udp = destination.fromClient(new byte[0]).udpOffset();
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(udp));
        return Frame.of(destination.egress, egressPort, destination.destination, DESTINATION_PORT, new byte[payload]);
    }

    /** Returns a packet as the relay quotes it when it has not seen it: ports, addresses and lengths. */
    private static Frame quoted(Frame packet) {
        return packet.withTtl(64).withTos(0).withId(0).withoutChecksum();
    }

    private static int headers(IpFamily family) {
        return family.fromClient(new byte[0]).payloadOffset() - Frame.ETHERNET;
    }
}
