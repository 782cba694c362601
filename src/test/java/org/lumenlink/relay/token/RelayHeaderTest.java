package org.lumenlink.relay.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayHeaderTest {

    static List<Vectors.Packet> packets() {
        return Vectors.packets();
    }

    static List<Vectors.Packet> longPackets() {
        return Vectors.packets().stream().filter(p -> p.payload().length > 16).toList();
    }

    @ParameterizedTest
    @MethodSource("packets")
    void encodeWhenPacketIsKnownThenHeaderIsKnownAnswer(Vectors.Packet packet) {
        byte[] header =
                RelayHeader.encode(packet.ticket(), packet.sessionKey(), packet.packetNumber(), packet.payload());
        assertThat(packet.flags()).isZero();
        assertThat(concat(header, packet.payload())).isEqualTo(packet.wire());
    }

    @ParameterizedTest
    @MethodSource("packets")
    void decodeWhenPacketIsKnownThenPartsAreKnownAnswers(Vectors.Packet packet) {
        assertThat(RelayHeader.hasShape(packet.wire())).isTrue();
        assertThat(RelayHeader.ticket(packet.wire())).isEqualTo(packet.ticket());
        assertThat(RelayHeader.payload(packet.wire())).isEqualTo(packet.payload());
        assertThat(RelayHeader.decode(packet.sessionKey(), packet.wire())).hasValue(packet.packetNumber());
    }

    @ParameterizedTest
    @MethodSource("packets")
    void decodeWhenAnyBitOutsideTheTicketIsFlippedThenIsRefused(Vectors.Packet packet) {
        int covered = RelayHeader.LENGTH + Math.min(16, packet.payload().length);
        for (int bit = 0; bit < covered * Byte.SIZE; bit++) {
            int at = bit / Byte.SIZE;
            // The ticket is bound by the session key, which is derived from it.
            if (at < 1 || at > Ticket.LENGTH) {
                byte[] flipped = packet.wire();
                flipped[at] ^= (byte) (1 << bit % Byte.SIZE);
                assertThat(RelayHeader.decode(packet.sessionKey(), flipped))
                        .as("bit %d", bit)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("longPackets")
    void decodeWhenPayloadIsAlteredBeyondItsPrefixThenIsAccepted(Vectors.Packet packet) {
        byte[] altered = packet.wire();
        altered[RelayHeader.LENGTH + 16] ^= 1;
        assertThat(RelayHeader.decode(packet.sessionKey(), altered)).hasValue(packet.packetNumber());
    }

    @ParameterizedTest
    @MethodSource("packets")
    void decodeWhenPayloadIsLongerOrShorterThenIsRefused(Vectors.Packet packet) {
        byte[] wire = packet.wire();
        // A zero byte more is what padding the prefix could hide; the length in the tag tells.
        assertThat(RelayHeader.decode(packet.sessionKey(), Arrays.copyOf(wire, wire.length + 1)))
                .isEmpty();
        assertThat(RelayHeader.decode(packet.sessionKey(), Arrays.copyOf(wire, wire.length - 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("packets")
    void decodeWhenSessionKeyIsAnotherThenIsRefused(Vectors.Packet packet) {
        byte[] key = packet.sessionKey();
        key[0] ^= 1;
        assertThat(RelayHeader.decode(key, packet.wire())).isEmpty();
    }

    @Test
    void decodeWhenFlagsAreSetThenIsRefusedThoughTagHolds() {
        Vectors.Packet packet = Vectors.packets().getFirst();
        byte[] key = packet.sessionKey();
        for (int flags = 1; flags < 64; flags++) {
            byte[] message = ByteBuffer.allocate(26).put((byte) (0x40 | flags)).array();
            byte[] tag = SipHash.sip(key, message);
            byte[] mask = SipHash.sip(key, tag);
            byte[] datagram = ByteBuffer.allocate(RelayHeader.LENGTH)
                    .put((byte) ((0x40 | flags) ^ (mask[0] & 0x3f)))
                    .put(packet.ticket())
                    .put(mask, 1, 7)
                    .put(tag)
                    .array();
            assertThat(RelayHeader.decode(key, datagram)).as("flags %d", flags).isEmpty();
        }
    }

    @Test
    void decodeWhenDatagramIsShortOrOfAnotherShapeThenIsRefused() {
        Vectors.Packet packet = Vectors.packets().getFirst();
        for (int length = 0; length < RelayHeader.LENGTH; length++) {
            byte[] cut = Arrays.copyOf(packet.wire(), length);
            assertThat(RelayHeader.hasShape(cut)).isFalse();
            assertThat(RelayHeader.decode(packet.sessionKey(), cut)).isEmpty();
        }
        byte[] other = packet.wire();
        other[0] |= (byte) 0x80;
        assertThat(RelayHeader.hasShape(other)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayHeader.ticket(other))
                .withMessageContaining("36 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16, 17, 255, 256, 1_400, RelayHeader.MAX_PAYLOAD_LENGTH})
    void encodeWhenPayloadIsOfAnyLengthThenDecodes(int length) {
        Vectors.Packet packet = Vectors.packets().getFirst();
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0xa5);
        byte[] header = RelayHeader.encode(packet.ticket(), packet.sessionKey(), 7, payload);
        assertThat(header).hasSize(RelayHeader.LENGTH);
        assertThat(RelayHeader.decode(packet.sessionKey(), concat(header, payload)))
                .hasValue(7);
    }

    @Test
    void encodeWhenArgumentIsOutOfRangeThenIsRefusedAndNamed() {
        byte[] ticket = new byte[Ticket.LENGTH];
        byte[] key = new byte[Ticket.SESSION_KEY_LENGTH];
        byte[] payload = new byte[0];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayHeader.encode(new byte[19], key, 0, payload))
                .withMessage("the ticket must be 20 bytes long, not 19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayHeader.encode(ticket, new byte[17], 0, payload))
                .withMessage("the session key must be 16 bytes long, not 17");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayHeader.encode(ticket, key, -1, payload))
                .withMessageStartingWith("the packet number must be 0 to 72057594037927935, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayHeader.encode(ticket, key, 1L << 56, payload))
                .withMessageStartingWith("the packet number must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayHeader.encode(ticket, key, 0, new byte[RelayHeader.MAX_PAYLOAD_LENGTH + 1]))
                .withMessage("the payload must be at most 65491 bytes long, not 65492");
    }

    private static byte[] concat(byte[] header, byte[] payload) {
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
                .put(payload)
                .array();
    }
}
