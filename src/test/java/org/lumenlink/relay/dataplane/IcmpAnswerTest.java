package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.TX;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;
import static org.lumenlink.relay.dataplane.VerdictReason.TOO_BIG_ANSWERED;
import static org.lumenlink.relay.dataplane.VerdictReason.TTL_EXCEEDED_ANSWERED;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** Packets that cannot go on, and what their senders are told. */
@RequiresBpf
class IcmpAnswerTest {

    private static final int MTU = 1300;

    private final Ticket ticket = ticket(USER, 7);
    private final AtomicLong number = new AtomicLong();
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
    @CsvSource({"IPV4, IPV4", "IPV6, IPV6", "IPV4, IPV6", "IPV6, IPV4"})
    void clientsPacketWhenTooBigThenTheClientIsToldWhatFits(IpFamily client, IpFamily destination) {
        rig.namespace().ip("link set far mtu " + MTU);
        rig.register(USER, destination.destination);
        int fits = MTU - headers(destination);
        Frame sent = fromClient(client, fits + 1);
        int largest = headers(client) + 36 + fits;

        byte[] answer = rig.expect(TOO_BIG_ANSWERED, TX, "near", sent.bytes()).packet();

        assertThat(answer).isEqualTo(tooBig(client, sent, largest).bytes());
        rig.expect(FORWARDED, REDIRECT, "near", fromClient(client, fits).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void clientsPacketsWhenTooBigOneAfterTheOtherThenTheClientIsToldOnceInAWhile(IpFamily family) {
        rig.namespace().ip("link set far mtu " + MTU);
        rig.register(USER, family.destination);
        rig.expect(TOO_BIG_ANSWERED, TX, "near", fromClient(family, MTU).bytes());
        // Many fit into the tenth of a second in which none is answered; on a slow machine some do.
        assertThat(IntStream.range(0, 1000).anyMatch(i -> resultOf(fromClient(family, MTU)) == DROP))
                .isTrue();
        await().atMost(Duration.ofMinutes(2)).until(() -> resultOf(fromClient(family, MTU)) == TX);
    }

    @ParameterizedTest
    @CsvSource({"IPV4, IPV4", "IPV6, IPV6", "IPV4, IPV6", "IPV6, IPV4"})
    void answerWhenTooBigThenTheDestinationIsToldWhatFits(IpFamily client, IpFamily destination) {
        rig.namespace().ip("link set near mtu " + MTU);
        rig.register(USER, destination.destination);
        Frame small = answer(destination, fromClient(client, 5));
        int fits = MTU - headers(client);
        Frame sent = small.withPayload(new byte[fits + 1]);

        byte[] answer = rig.expect(TOO_BIG_ANSWERED, TX, "far", sent.bytes()).packet();

        assertThat(answer)
                .isEqualTo(
                        tooBig(destination, sent, headers(destination) + fits).bytes());
        rig.expect(RETURNED, REDIRECT, "far", sent.withPayload(new byte[fits]).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void hopLimitWhenUsedUpThenOnlyAnAuthenticatedClientIsTold(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = fromClient(family, 30).withTtl(1);
        rig.expectDrop(VerdictReason.TAG_MISMATCH, sent.bytes(frame -> {
            frame[sent.payloadOffset() + 36]++;
            return frame;
        }));

        byte[] answer =
                rig.expect(TTL_EXCEEDED_ANSWERED, TX, "near", sent.bytes()).packet();

        int type = family == IpFamily.IPV4 ? 11 : 3;
        assertThat(answer)
                .isEqualTo(IcmpFrame.about(quoted(sent), family.relay, type, 0, 0, 0)
                        .withMacs(CLIENT_MAC, rig.mac("near"))
                        .bytes());
        rig.expectDrop(VerdictReason.REPLAYED, sent.bytes());
        rig.expect(
                FORWARDED, REDIRECT, "near", fromClient(family, 30).withTtl(2).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void hopLimitWhenUsedUpByAnAnswerThenTheDestinationIsNotTold(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = answer(family, fromClient(family, 5)).withTtl(1);
        byte[] dropped = rig.expect(VerdictReason.TTL_EXCEEDED, DROP, "far", sent.bytes())
                .packet();
        assertThat(dropped).isEqualTo(sent.bytes());
    }

    private IcmpFrame tooBig(IpFamily sender, Frame sent, int largest) {
        boolean isIpv4 = sender == IpFamily.IPV4;
        return IcmpFrame.about(quoted(sent), sent.target(), isIpv4 ? 3 : 2, isIpv4 ? 4 : 0, largest, 0)
                .withMacs(sent.sourceMac(), sent.targetMac());
    }

    /** Returns the packet as the relay quotes it: without what its IP header says of the way. */
    private static Frame quoted(Frame sent) {
        return sent.withTtl(64).withTos(0).withId(sent.isIpv4() ? sent.id() : 0);
    }

    private Frame fromClient(IpFamily family, int payload) {
        return family.fromClient(sealed(ticket, number.getAndIncrement(), new byte[payload]))
                .withMacs(rig.mac("near"), CLIENT_MAC);
    }

    private Frame answer(IpFamily destination, Frame sent) {
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
        int udp = destination.fromClient(new byte[0]).udpOffset();
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(udp));
        return Frame.of(destination.destination, DESTINATION_PORT, destination.egress, egressPort, new byte[5])
                .withMacs(rig.mac("far"), DESTINATION_MAC);
    }

    private int resultOf(Frame frame) {
        return rig.run("near", frame.bytes()).result();
    }

    private static int headers(IpFamily family) {
        return family.fromClient(new byte[0]).payloadOffset() - Frame.ETHERNET;
    }
}
