package org.lumenlink.relay.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Encodes and verifies the 36-byte header that a client puts before every payload. Packet numbers start at 0 and are
 * never reused within a session.
 */
public final class RelayHeader {

    /** Length of a header in bytes. */
    public static final int LENGTH = 36;

    /** Highest packet number: 56 bits. */
    public static final long MAX_PACKET_NUMBER = (1L << 56) - 1;

    /** Longest payload in bytes: a UDP datagram over IPv6 less its own header and ours. IPv4 holds 20 bytes less. */
    public static final int MAX_PAYLOAD_LENGTH = 65_535 - 8 - LENGTH;

    private static final int TICKET_OFFSET = 1;
    private static final int NUMBER_OFFSET = TICKET_OFFSET + Ticket.LENGTH;
    private static final int TAG_OFFSET = NUMBER_OFFSET + 7;
    private static final int PREFIX_LENGTH = 16;

    /** F of version 1, with all six flags 0, as the highest byte of {@code F || N}. */
    private static final long FIRST_BYTE = 0x40L << 56;

    /** The two top bits of F are on the wire as they are. */
    private static final long MASKED_BITS = (1L << 62) - 1;

    private RelayHeader() {}

    /**
     * Makes the header of a packet.
     *
     * @param ticket 20 bytes
     * @param sessionKey 16 bytes
     * @param packetNumber 0 to {@link #MAX_PACKET_NUMBER}
     * @param payload at most {@link #MAX_PAYLOAD_LENGTH} bytes
     * @return 36 bytes; the datagram is these and then the payload
     * @throws IllegalArgumentException if an argument is of another length or out of range
     */
    public static byte[] encode(byte[] ticket, byte[] sessionKey, long packetNumber, byte[] payload) {
        Lengths.require("ticket", ticket, Ticket.LENGTH);
        Lengths.require("session key", sessionKey, Ticket.SESSION_KEY_LENGTH);
        requirePacketNumber(packetNumber);
        requirePayload(payload.length);
        long first = FIRST_BYTE | packetNumber;
        byte[] tag = tag(sessionKey, first, payload, 0);
        long masked = first ^ mask(sessionKey, tag);
        // The masked F || N is written over the 8 bytes before the tag; then the ticket and F go where they belong.
        byte[] header = new byte[LENGTH];
        ByteBuffer.wrap(header)
                .putLong(TAG_OFFSET - Long.BYTES, masked)
                .put(0, (byte) (masked >>> 56))
                .put(TICKET_OFFSET, ticket)
                .put(TAG_OFFSET, tag);
        return header;
    }

    /**
     * Returns the ticket of a datagram that has the shape of a relay packet.
     *
     * @return 20 bytes, not yet known to be genuine
     * @throws IllegalArgumentException if it has not: see {@link #hasShape}
     */
    public static byte[] ticket(byte[] datagram) {
        if (!hasShape(datagram)) {
            throw new IllegalArgumentException(
                    "a relay packet has at least %d bytes, of which the first starts with the bits 01"
                            .formatted(LENGTH));
        }
        return Arrays.copyOfRange(datagram, TICKET_OFFSET, NUMBER_OFFSET);
    }

    /** Tells whether a datagram is long enough and its two top bits are 01. */
    public static boolean hasShape(byte[] datagram) {
        return datagram.length >= LENGTH && (datagram[0] & 0xc0) == 0x40;
    }

    /**
     * Verifies a datagram against the session key that belongs to its ticket.
     *
     * @param sessionKey 16 bytes
     * @param datagram header and payload
     * @return the packet number, or empty if the datagram is malformed or was not made with this key
     * @throws IllegalArgumentException if the key is not 16 bytes
     */
    public static OptionalLong decode(byte[] sessionKey, byte[] datagram) {
        Lengths.require("session key", sessionKey, Ticket.SESSION_KEY_LENGTH);
        if (!hasShape(datagram) || datagram.length - LENGTH > MAX_PAYLOAD_LENGTH) {
            return OptionalLong.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(datagram, 0, LENGTH);
        byte[] tag = Arrays.copyOfRange(datagram, TAG_OFFSET, LENGTH);
        long masked = (datagram[0] & 0xffL) << 56 | (header.getLong(TAG_OFFSET - Long.BYTES) & MAX_PACKET_NUMBER);
        long first = masked ^ mask(sessionKey, tag);
        boolean known = (first & ~MAX_PACKET_NUMBER) == FIRST_BYTE;
        boolean genuine = MessageDigest.isEqual(tag, tag(sessionKey, first, datagram, LENGTH));
        return known && genuine ? OptionalLong.of(first & MAX_PACKET_NUMBER) : OptionalLong.empty();
    }

    /** Returns the payload of a datagram that has at least a header. */
    public static byte[] payload(byte[] datagram) {
        return Arrays.copyOfRange(datagram, LENGTH, datagram.length);
    }

    /** Returns SIP(S, F || N || A || be16(payload length)), the payload being {@code bytes} from {@code offset} on. */
    private static byte[] tag(byte[] sessionKey, long first, byte[] bytes, int offset) {
        int length = bytes.length - offset;
        byte[] message = ByteBuffer.allocate(Long.BYTES + PREFIX_LENGTH + Short.BYTES)
                .putLong(first)
                .put(bytes, offset, Math.min(length, PREFIX_LENGTH))
                .putShort(Long.BYTES + PREFIX_LENGTH, (short) length)
                .array();
        return SipHash.sip(sessionKey, message);
    }

    /** Returns what F || N, read as one big-endian word, is masked with. */
    private static long mask(byte[] sessionKey, byte[] tag) {
        return Long.reverseBytes(SipHash.hash64(sessionKey, tag)) & MASKED_BITS;
    }

    private static void requirePacketNumber(long packetNumber) {
        if (packetNumber < 0 || packetNumber > MAX_PACKET_NUMBER) {
            throw new IllegalArgumentException("the packet number must be 0 to %d, not %d: get a new ticket"
                    .formatted(MAX_PACKET_NUMBER, packetNumber));
        }
    }

    private static void requirePayload(int length) {
        if (length > MAX_PAYLOAD_LENGTH) {
            throw new IllegalArgumentException(
                    "the payload must be at most %d bytes long, not %d".formatted(MAX_PAYLOAD_LENGTH, length));
        }
    }
}
