package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.TX;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** What a valid packet becomes, byte for byte, on its way there and back. */
@RequiresBpf
class ForwardingTest {

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

    @ParameterizedTest
    @EnumSource
    void payloadOfAnyLengthWhenValidThenArrivesStrippedAndChecksummed(IpFamily family) {
        rig.register(USER, family.destination);
        Random random = new Random(1);
        int number = 0;
        for (int length : new int[] {0, 1, 2, 7, 8, 15, 16, 17, 31, 64, 255, 1000, 1400}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            Frame sent = family.fromClient(sealed(ticket, number++, payload));
            byte[] arrived =
                    rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
            int egressPort = sourcePort(arrived, sent);
            assertThat(egressPort).isBetween(20_000, 20_999);
            assertThat(arrived)
                    .isEqualTo(forwarded(family, sent, payload, egressPort).bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerWhenSessionLivesThenReturnsToTheClient(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[20]));
        int egressPort =
                sourcePort(rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet(), sent);

        Frame answer = Frame.of(family.destination, DESTINATION_PORT, family.egress, egressPort, new byte[5]);
        byte[] returned = rig.expect(RETURNED, REDIRECT, "far", answer.bytes()).packet();

        assertThat(returned)
                .isEqualTo(answer.from(family.relay, RELAY_PORT)
                        .to(family.client, CLIENT_PORT)
                        .withTtl(63)
                        .withMacs(CLIENT_MAC, rig.mac("near"))
                        .bytes());
    }

    @ParameterizedTest
    @EnumSource
    void destinationBehindTheSameInterfaceWhenValidThenIsTransmittedBack(IpFamily family) {
        rig.register(USER, family.client);
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[3]));
        byte[] arrived = rig.expect(FORWARDED, TX, "near", sent.bytes()).packet();
        assertThat(arrived)
                .isEqualTo(
                        Frame.of(family.relay, sourcePort(arrived, sent), family.client, DESTINATION_PORT, new byte[3])
                                .withTtl(63)
                                .withMacs(CLIENT_MAC, rig.mac("near"))
                                .bytes());
    }

    @ParameterizedTest
    @EnumSource(names = "IPV4")
    void udpChecksumWhenZeroOnIpv4ThenStaysZero(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[9])).withoutChecksum();
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
        assertThat(arrived)
                .isEqualTo(forwarded(family, sent, new byte[9], sourcePort(arrived, sent))
                        .bytes());
    }

    @ParameterizedTest
    @EnumSource(names = "IPV4")
    void ipv4OptionsWhenPresentThenAreRemoved(IpFamily family) {
        rig.register(USER, family.destination);
        byte[] noOperations = {1, 1, 1, 0};
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[9])).withOptions(noOperations);
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
        Frame plain = sent.withOptions(new byte[0]);
        assertThat(arrived)
                .isEqualTo(forwarded(family, plain, new byte[9], sourcePort(arrived, plain))
                        .bytes());
    }

    @ParameterizedTest
    @EnumSource
    void newestPacketWhenFromAnotherAddressThenMovesTheSession(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[4]));
        int egressPort =
                sourcePort(rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet(), sent);
        Frame moved = family.fromClient(sealed(ticket, 2, new byte[4])).from(family.client, 1234);
        Frame late = family.fromClient(sealed(ticket, 1, new byte[4])).from(family.client, 999);
        assertThat(sourcePort(
                        rig.expect(FORWARDED, REDIRECT, "near", moved.bytes()).packet(), moved))
                .as("the destination sees one and the same peer")
                .isEqualTo(egressPort);
        rig.expect(FORWARDED, REDIRECT, "near", late.bytes());

        Frame answer = Frame.of(family.destination, DESTINATION_PORT, family.egress, egressPort, new byte[1]);
        byte[] returned = rig.expect(RETURNED, REDIRECT, "far", answer.bytes()).packet();
        assertThat(Short.toUnsignedInt(ByteBuffer.wrap(returned).getShort(answer.udpOffset() + 2)))
                .as("a late packet from elsewhere moves nothing")
                .isEqualTo(1234);
    }

    @ParameterizedTest
    @EnumSource
    void usersWhenTwoThenReachTheirOwnDestinations(IpFamily family) {
        rig.register(USER, family.destination);
        rig.register(43, family.client);
        Frame first = family.fromClient(sealed(ticket, 0, new byte[4]));
        Frame second = family.fromClient(sealed(ticket(43, 1), 0, new byte[4]));
        rig.expect(FORWARDED, REDIRECT, "near", first.bytes());
        rig.expect(FORWARDED, TX, "near", second.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void destinationWhenChangedThenNextPacketGoesThere(IpFamily family) {
        rig.register(USER, family.destination);
        rig.expect(
                FORWARDED,
                REDIRECT,
                "near",
                family.fromClient(sealed(ticket, 0, new byte[4])).bytes());
        rig.register(USER, family.client);
        rig.expect(
                FORWARDED,
                TX,
                "near",
                family.fromClient(sealed(ticket, 1, new byte[4])).bytes());
        rig.dataplane().sessions().sweep(PacketRig.NOW);
        rig.dataplane().sessions().sweep(PacketRig.NOW);
        assertThat(rig.dataplane().info().maps())
                .contains(new MapInfo("return_map", 1, 1000), new MapInfo("session_map", 1, 1000));
    }

    private Frame forwarded(IpFamily family, Frame sent, byte[] payload, int egressPort) {
        return sent.from(family.egress, egressPort)
                .to(family.destination, DESTINATION_PORT)
                .withPayload(payload)
                .withTtl(63)
                .withMacs(DESTINATION_MAC, rig.mac("far"));
    }

    private static int sourcePort(byte[] arrived, Frame like) {
        return Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(like.udpOffset()));
    }
}
