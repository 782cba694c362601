package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.IN_AN_HOUR;
import static org.lumenlink.relay.dataplane.PacketRig.KEYS;
import static org.lumenlink.relay.dataplane.PacketRig.NOW;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.address;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.SipHash;
import org.lumenlink.relay.token.Ticket;
import org.lumenlink.relay.token.TicketContent;

/** A valid packet and one mutation: which verdict, that nothing of the packet changed, and that no other counter moved. */
@RequiresBpf
class VerdictTest {

    private static final byte[] PAYLOAD = new byte[40];

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
    void headerWhenMalformedThenIsDropped(IpFamily family) {
        rig.register(USER, family.destination);
        Frame valid = family.fromClient(sealed(ticket, 0, PAYLOAD));
        int first = valid.payloadOffset();
        rig.expectDrop(VerdictReason.MALFORMED, valid.bytes(set(first, 0x00)));
        rig.expectDrop(VerdictReason.MALFORMED, valid.bytes(set(first, 0xc0)));
        rig.expectDrop(VerdictReason.MALFORMED, valid.bytes(set(first, 0x80)));
        rig.expectDrop(VerdictReason.MALFORMED, family.fromClient(new byte[35]).bytes());
        rig.expectDrop(VerdictReason.MALFORMED, family.fromClient(new byte[0]).bytes());
        expectNoState();
    }

    @ParameterizedTest
    @EnumSource
    void lengthsWhenContradictoryThenAreDropped(IpFamily family) {
        rig.register(USER, family.destination);
        Frame valid = family.fromClient(sealed(ticket, 0, PAYLOAD));
        int udpLength = valid.udpOffset() + 4;
        rig.expectDrop(VerdictReason.MALFORMED, valid.bytes(set16(udpLength, 7)));
        rig.expectDrop(VerdictReason.MALFORMED, valid.bytes(set16(udpLength, 8 + 36 + PAYLOAD.length - 1)));
        rig.expectDrop(VerdictReason.MALFORMED, valid.bytes(set16(udpLength, 8 + 36 + PAYLOAD.length + 1)));
        byte[] whole = valid.bytes();
        rig.expectDrop(VerdictReason.MALFORMED, Arrays.copyOf(whole, whole.length - 1));
        expectNoState();
    }

    @Test
    void udpChecksumWhenZeroOnIpv6ThenIsDropped() {
        rig.register(USER, IpFamily.IPV6.destination);
        rig.expectDrop(
                VerdictReason.MALFORMED,
                IpFamily.IPV6
                        .fromClient(sealed(ticket, 0, PAYLOAD))
                        .withoutChecksum()
                        .bytes());
        expectNoState();
    }

    @ParameterizedTest
    @EnumSource
    void flagsWhenSetInAGenuinePacketThenAreDropped(IpFamily family) {
        rig.register(USER, family.destination);
        for (int flag = 0; flag < 6; flag++) {
            rig.expectDrop(
                    VerdictReason.MALFORMED,
                    family.fromClient(sealedWithFlags(ticket, 1 << flag, 0, PAYLOAD))
                            .bytes());
        }
        expectNoState();
    }

    @Test
    void fragmentWhenFirstThenIsDroppedAndLaterOnesAreTheKernels() {
        rig.register(USER, IpFamily.IPV4.destination);
        Frame valid = IpFamily.IPV4.fromClient(sealed(ticket, 0, PAYLOAD));
        rig.expectDrop(VerdictReason.FRAGMENT, valid.bytes(set16(Frame.ETHERNET + 6, 0x2000)));
        rig.expectPass("near", valid.bytes(set16(Frame.ETHERNET + 6, 0x2001)));
        rig.expectPass("near", valid.bytes(set16(Frame.ETHERNET + 6, 0x0001)));
        expectNoState();
    }

    @Test
    void ipv6FragmentWhenFirstThenIsDroppedAndLaterOnesAreTheKernels() {
        rig.register(USER, IpFamily.IPV6.destination);
        byte[] valid = IpFamily.IPV6.fromClient(sealed(ticket, 0, PAYLOAD)).bytes();
        rig.expectDrop(VerdictReason.FRAGMENT, ipv6Fragment(valid, 0x0001));
        rig.expectDrop(VerdictReason.FRAGMENT, ipv6Fragment(valid, 0x0000));
        rig.expectPass("near", ipv6Fragment(valid, 0x0008));
        rig.expectPass("near", ipv6Fragment(valid, 0x0009));
        rig.expectPass("near", Arrays.copyOf(ipv6Fragment(valid, 0x0001), Frame.ETHERNET + 40 + 8 + 4));
        expectNoState();
    }

    /** Inserts a Fragment header; offset and flags as its third and fourth byte. */
    private static byte[] ipv6Fragment(byte[] frame, int offset) {
        int headers = Frame.ETHERNET + 40;
        ByteBuffer result = ByteBuffer.allocate(frame.length + 8);
        result.put(frame, 0, headers).put((byte) 17).put((byte) 0).putShort((short) offset);
        result.putInt(0x12345678).put(frame, headers, frame.length - headers);
        result.putShort(Frame.ETHERNET + 4, (short) (frame.length - headers + 8));
        return result.put(Frame.ETHERNET + 6, (byte) 44).array();
    }

    @ParameterizedTest
    @EnumSource
    void everyBitWhenFlippedThenThePacketIsDropped(IpFamily family) {
        rig.register(USER, family.destination);
        Frame valid = family.fromClient(sealed(ticket, 0, PAYLOAD));
        int start = valid.payloadOffset();
        for (boolean hasSession : new boolean[] {false, true}) {
            for (int bit = 2; bit < (36 + 16) * 8; bit++) {
                int at = start + bit / 8;
                int mask = 0x80 >> bit % 8;
                boolean inTicket = bit / 8 >= 1 && bit / 8 < 21;
                rig.expectDrop(
                        inTicket ? VerdictReason.TICKET_UNKNOWN : VerdictReason.TAG_MISMATCH, valid.bytes(frame -> {
                            frame[at] = (byte) (frame[at] ^ mask);
                            return frame;
                        }));
            }
            if (!hasSession) {
                expectNoState();
                rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", valid.bytes());
            }
        }
        Frame next = family.fromClient(sealed(ticket, 1, PAYLOAD));
        rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", next.bytes(set(start + 36 + 16, 1)));
    }

    @ParameterizedTest
    @EnumSource
    void payloadWhenCutOrExtendedThenIsDropped(IpFamily family) {
        rig.register(USER, family.destination);
        byte[] sealed = sealed(ticket, 0, PAYLOAD);
        for (int length : new int[] {36, 37, sealed.length - 1, sealed.length + 1}) {
            rig.expectDrop(
                    VerdictReason.TAG_MISMATCH,
                    family.fromClient(Arrays.copyOf(sealed, length)).bytes());
        }
        expectNoState();
    }

    @ParameterizedTest
    @EnumSource
    void ticketWhenNotGoodAnyMoreThenIsDropped(IpFamily family) {
        rig.register(USER, family.destination, 3, true, 1);
        int sessionId = 3 << 16 | 99;
        Ticket expired = Ticket.seal(KEYS, new TicketContent(USER, NOW.getEpochSecond(), sessionId));
        Ticket lastSecond = Ticket.seal(KEYS, new TicketContent(USER, NOW.getEpochSecond() + 1, sessionId));
        Ticket earlier = Ticket.seal(KEYS, new TicketContent(USER, IN_AN_HOUR, 2 << 16 | 99));
        Ticket later = Ticket.seal(KEYS, new TicketContent(USER, IN_AN_HOUR, 4 << 16 | 99));
        rig.expectDrop(VerdictReason.TICKET_EXPIRED, packet(family, expired, 0));
        rig.expectDrop(VerdictReason.TICKET_REVOKED, packet(family, earlier, 0));
        rig.expectDrop(VerdictReason.TICKET_REVOKED, packet(family, later, 0));
        expectNoState();
        // The rig's clock stands still, the kernel's goes on from there until the dataplane looks again, a second
        // later.
        AtomicLong number = new AtomicLong();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> rig.run("near", packet(family, lastSecond, number.getAndIncrement()))
                                .result()
                        == REDIRECT);
    }

    @ParameterizedTest
    @EnumSource
    void userWhenUnknownOrDisabledThenIsDroppedAlsoInALiveSession(IpFamily family) {
        rig.expectDrop(VerdictReason.USER_UNKNOWN, packet(family, ticket, 0));
        rig.register(USER, family.destination, 0, false, 1);
        rig.expectDrop(VerdictReason.USER_DISABLED, packet(family, ticket, 0));
        expectNoState();
        rig.register(USER, family.destination, 0, true, 1);
        rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", packet(family, ticket, 0));
        rig.register(USER, family.destination, 1, true, 1);
        rig.expectDrop(VerdictReason.TICKET_REVOKED, packet(family, ticket, 1));
        rig.register(USER, family.destination, 0, false, 1);
        rig.expectDrop(VerdictReason.USER_DISABLED, packet(family, ticket, 1));
        rig.dataplane().users().delete(USER);
        rig.expectDrop(VerdictReason.USER_UNKNOWN, packet(family, ticket, 1));
    }

    @ParameterizedTest
    @EnumSource
    void packetNumbersWhenSeenOrTooOldThenAreDropped(IpFamily family) {
        rig.register(USER, family.destination);
        long highest = 1000;
        accept(family, highest);
        replayed(family, highest);
        accept(family, highest - 255);
        replayed(family, highest - 255);
        tooOld(family, highest - 256);
        tooOld(family, 0);
        accept(family, highest - 3);
        accept(family, highest + 1);
        tooOld(family, highest - 255);
        replayed(family, highest - 3);
        accept(family, highest + 200);
        replayed(family, highest);
        replayed(family, highest + 1);
        accept(family, highest + 199);
        accept(family, highest + 200 + 256);
        tooOld(family, highest + 200);
        accept(family, highest + 201);
        accept(family, (1L << 56) - 1);
        replayed(family, (1L << 56) - 1);
        tooOld(family, highest + 1000);
    }

    /** A plain model of the window against the program's bitmap, over jumps of every size. */
    @Test
    void replayWindowWhenNumbersJumpThenAgreesWithTheModel() {
        rig.register(USER, IpFamily.IPV4.destination);
        Random random = new Random(7);
        Set<Long> seen = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 3000; i++) {
            int reach = new int[] {2, 70, 300, 1000}[random.nextInt(4)];
            long number = Math.max(0, highest + random.nextInt(2 * reach + 1) - reach);
            if (number <= highest - 256) {
                tooOld(IpFamily.IPV4, number);
            } else if (!seen.add(number)) {
                replayed(IpFamily.IPV4, number);
            } else {
                accept(IpFamily.IPV4, number);
                highest = Math.max(highest, number);
            }
        }
    }

    @Test
    void destinationWhenWithoutRouteThenIsDropped() {
        rig.register(USER, address("203.0.113.1"));
        rig.expectDrop(VerdictReason.NO_ROUTE, packet(IpFamily.IPV4, ticket, 0));
        rig.register(USER, address("2001:db8:9::1"));
        rig.expectDrop(VerdictReason.NO_ROUTE, packet(IpFamily.IPV6, ticket, 1));
    }

    @ParameterizedTest
    @EnumSource
    void packetWhenNotForTheRelayThenIsPassedUntouched(IpFamily family) {
        rig.register(USER, family.destination);
        Frame valid = family.fromClient(sealed(ticket, 0, PAYLOAD));
        rig.expectPass("near", valid.to(family.relay, RELAY_PORT + 1).bytes());
        rig.expectPass("near", valid.to(family.destination, RELAY_PORT).bytes());
        rig.expectPass("near", valid.to(family.relay, 20_500).bytes());
        rig.expectPass(
                "near", valid.bytes(set(valid.ipHeaderLength() == 20 ? Frame.ETHERNET + 9 : Frame.ETHERNET + 6, 6)));
        rig.expectPass("near", valid.bytes(set16(12, 0x0806)));
        rig.expectPass("near", new byte[14]);
        rig.expectPass("near", Arrays.copyOf(valid.bytes(), valid.udpOffset() + 4));
        expectNoState();
    }

    @ParameterizedTest
    @EnumSource
    void answerWhenNotFromTheSessionsDestinationThenIsNotOurs(IpFamily family) {
        Frame answer = answer(family);
        rig.expectPass(
                "far", answer.from(family.destination, DESTINATION_PORT + 1).bytes());
        rig.expectPass("far", answer.from(family.client, DESTINATION_PORT).bytes());
        rig.expectPass("far", answer.to(family.relay, answer.targetPort()).bytes());
        rig.expectPass("far", answer.to(family.egress, answer.targetPort() ^ 1).bytes());
        rig.expect(VerdictReason.RETURNED, REDIRECT, "far", answer.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void answerWhenTheUserMayNotThenIsDropped(IpFamily family) {
        Frame answer = answer(family);
        rig.register(USER, family.destination, 0, false, 1);
        rig.expect(VerdictReason.RETURN_EXPIRED, DROP, "far", answer.bytes());
        rig.register(USER, family.destination, 1, true, 1);
        rig.expect(VerdictReason.RETURN_EXPIRED, DROP, "far", answer.bytes());
        rig.dataplane().users().delete(USER);
        rig.expect(VerdictReason.RETURN_EXPIRED, DROP, "far", answer.bytes());
        rig.register(USER, family.destination, 0, true, 1);
        rig.expect(VerdictReason.RETURNED, REDIRECT, "far", answer.bytes());
        rig.dataplane().sessions().sweep(NOW.plusSeconds(3600));
        rig.expectPass("far", answer.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void answerWhenBadThenIsDropped(IpFamily family) {
        Frame answer = answer(family);
        rig.expect(VerdictReason.TTL_EXCEEDED, DROP, "far", answer.withTtl(1).bytes());
        rig.expect(VerdictReason.MALFORMED, DROP, "far", answer.bytes(set16(answer.udpOffset() + 4, 9)));
        if (family == IpFamily.IPV4) {
            rig.expect(VerdictReason.FRAGMENT, DROP, "far", answer.bytes(set16(Frame.ETHERNET + 6, 0x2000)));
        }
    }

    private Frame answer(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = family.fromClient(sealed(ticket, 0, PAYLOAD));
        byte[] arrived = rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", sent.bytes())
                .packet();
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(sent.udpOffset()));
        assertThat(sent.sourcePort()).isEqualTo(CLIENT_PORT);
        return Frame.of(family.destination, DESTINATION_PORT, family.egress, egressPort, new byte[11]);
    }

    private void accept(IpFamily family, long number) {
        rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", packet(family, ticket, number));
    }

    private void replayed(IpFamily family, long number) {
        rig.expectDrop(VerdictReason.REPLAYED, packet(family, ticket, number));
    }

    private void tooOld(IpFamily family, long number) {
        rig.expectDrop(VerdictReason.NUMBER_TOO_OLD, packet(family, ticket, number));
    }

    private static byte[] packet(IpFamily family, Ticket ticket, long number) {
        return family.fromClient(sealed(ticket, number, PAYLOAD)).bytes();
    }

    /** An unauthenticated packet leaves nothing behind. */
    private void expectNoState() {
        List<MapInfo> filled = new ArrayList<>(rig.dataplane().info().maps());
        filled.removeIf(
                map -> !List.of("session_map", "return_map", "rate_limit_map").contains(map.name()));
        assertThat(filled)
                .hasSize(3)
                .allSatisfy(map -> assertThat(map.entries()).isZero());
    }

    private static UnaryOperator<byte[]> set(int at, int value) {
        return frame -> {
            frame[at] = (byte) value;
            return frame;
        };
    }

    private static UnaryOperator<byte[]> set16(int at, int value) {
        return frame -> {
            ByteBuffer.wrap(frame).putShort(at, (short) value);
            return frame;
        };
    }

    /** Seals as a client of a later version might: genuine, but with flags. */
    private static byte[] sealedWithFlags(Ticket ticket, int flags, long number, byte[] payload) {
        long first = (0x40L | flags) << 56 | number;
        byte[] tagged = ByteBuffer.allocate(26)
                .putLong(first)
                .put(payload, 0, 16)
                .putShort((short) payload.length)
                .array();
        byte[] tag = SipHash.sip(ticket.sessionKey(), tagged);
        long mask = ByteBuffer.wrap(SipHash.sip(ticket.sessionKey(), tag)).getLong() & 0x3fff_ffff_ffff_ffffL;
        byte[] masked = ByteBuffer.allocate(8).putLong(first ^ mask).array();
        return ByteBuffer.allocate(36 + payload.length)
                .put(masked, 0, 1)
                .put(ticket.bytes())
                .put(masked, 1, 7)
                .put(tag)
                .put(payload)
                .array();
    }
}
