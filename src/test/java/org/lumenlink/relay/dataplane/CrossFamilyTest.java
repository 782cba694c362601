package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.TX;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.CHECKSUM_MISSING;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** A client of one IP family and a destination of the other: what a packet becomes, byte for byte, both ways. */
@RequiresBpf
class CrossFamilyTest {

    /** Of an IPv4 packet made from IPv6, and the flow label of one made from IPv4. */
    private static final int NO_ID = 0;

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
    void payloadOfAnyLengthWhenValidThenArrivesInTheDestinationsFamily(IpFamily client) {
        rig.register(USER, client.other().destination);
        Random random = new Random(2);
        int number = 0;
        for (int length : new int[] {0, 1, 2, 15, 16, 17, 64, 255, 1000, 1400}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            Frame sent = client.fromClient(sealed(ticket, number++, payload));
            byte[] arrived =
                    rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
            assertThat(arrived)
                    .isEqualTo(Frame.of(
                                    client.other().egress,
                                    egressPort(client.other(), arrived),
                                    client.other().destination,
                                    DESTINATION_PORT,
                                    payload)
                            .withId(NO_ID)
                            .withTtl(63)
                            .withMacs(DESTINATION_MAC, rig.mac("far"))
                            .bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerOfAnyLengthWhenSessionLivesThenReturnsInTheClientsFamily(IpFamily client) {
        Frame empty = emptyAnswer(client);
        Random random = new Random(3);
        for (int length : new int[] {0, 1, 2, 15, 16, 17, 64, 255, 1000, 1400}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            Frame answer = empty.withPayload(payload);
            byte[] returned =
                    rig.expect(RETURNED, REDIRECT, "far", answer.bytes()).packet();
            assertThat(returned)
                    .isEqualTo(Frame.of(client.relay, RELAY_PORT, client.client, CLIENT_PORT, payload)
                            .withId(NO_ID)
                            .withTtl(63)
                            .withMacs(CLIENT_MAC, rig.mac("near"))
                            .bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void destinationBehindTheSameInterfaceWhenOfTheOtherFamilyThenIsTransmittedBack(IpFamily client) {
        rig.register(USER, client.other().client);
        byte[] arrived = rig.expect(
                        FORWARDED,
                        TX,
                        "near",
                        client.fromClient(sealed(ticket, 0, new byte[3])).bytes())
                .packet();
        assertThat(arrived)
                .isEqualTo(Frame.of(
                                client.other().relay,
                                egressPort(client.other(), arrived),
                                client.other().client,
                                DESTINATION_PORT,
                                new byte[3])
                        .withId(NO_ID)
                        .withTtl(63)
                        .withMacs(CLIENT_MAC, rig.mac("near"))
                        .bytes());
    }

    @ParameterizedTest
    @EnumSource
    void clientWhenItChangesFamilyThenAnswersFollowAndTheDestinationSeesOnePeer(IpFamily client) {
        Frame answer = emptyAnswer(client);
        Frame moved = client.other().fromClient(sealed(ticket, 1, new byte[4]));
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", moved.bytes()).packet();
        assertThat(egressPort(client.other(), arrived)).isEqualTo(answer.targetPort());
        byte[] returned = rig.expect(RETURNED, REDIRECT, "far", answer.bytes()).packet();
        assertThat(returned)
                .isEqualTo(
                        Frame.of(client.other().relay, RELAY_PORT, client.other().client, CLIENT_PORT, answer.payload())
                                .withTtl(63)
                                .withId(answer.id())
                                .withMacs(CLIENT_MAC, rig.mac("near"))
                                .bytes());
    }

    @Test
    void udpChecksumWhenMissingThenIpv4CannotBecomeIpv6() {
        rig.register(USER, IpFamily.IPV6.destination);
        rig.expectDrop(
                CHECKSUM_MISSING,
                IpFamily.IPV4
                        .fromClient(sealed(ticket, 0, new byte[4]))
                        .withoutChecksum()
                        .bytes());
        rig.expect(
                FORWARDED,
                REDIRECT,
                "near",
                IpFamily.IPV4.fromClient(sealed(ticket, 1, new byte[4])).bytes());
    }

    @Test
    void udpChecksumWhenMissingInAnAnswerThenIpv4CannotBecomeIpv6() {
        Frame answer = emptyAnswer(IpFamily.IPV6);
        rig.expect(CHECKSUM_MISSING, DROP, "far", answer.withoutChecksum().bytes());
        rig.expect(RETURNED, REDIRECT, "far", answer.bytes());
    }

    /** Sends a first packet; returns an empty answer to it. */
    private Frame emptyAnswer(IpFamily client) {
        IpFamily destination = client.other();
        rig.register(USER, destination.destination);
        byte[] arrived = rig.expect(
                        FORWARDED,
                        REDIRECT,
                        "near",
                        client.fromClient(sealed(ticket, 0, new byte[20])).bytes())
                .packet();
        return Frame.of(
                destination.destination,
                DESTINATION_PORT,
                destination.egress,
                egressPort(destination, arrived),
                new byte[0]);
    }

    private static int egressPort(IpFamily family, byte[] arrived) {
        return Short.toUnsignedInt(
                ByteBuffer.wrap(arrived).getShort(family.fromClient(new byte[0]).udpOffset()));
    }
}
