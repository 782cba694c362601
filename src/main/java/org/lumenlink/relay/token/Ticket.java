package org.lumenlink.relay.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals and opens tickets: the SIV composition (Rogaway and Shrimpton, 2006) over SipHash. A ticket is opaque to the
 * client, which gets it together with the session key. {@link #toString} hides both.
 */
public final class Ticket {

    /** Length of a ticket in bytes. */
    public static final int LENGTH = 20;

    /** Length of a session key in bytes. */
    public static final int SESSION_KEY_LENGTH = SipHash.KEY_LENGTH;

    private static final int TAG_LENGTH = 8;
    private static final int CONTENT_LENGTH = 12;

    private final byte[] bytes;
    private final byte[] sessionKey;

    private Ticket(byte[] bytes, byte[] sessionKey) {
        this.bytes = bytes;
        this.sessionKey = sessionKey;
    }

    /** Issues a ticket; equal content under equal keys makes an equal ticket. */
    public static Ticket seal(DerivedKeys keys, TicketContent content) {
        byte[] plain = ByteBuffer.allocate(CONTENT_LENGTH)
                .putInt((int) content.userId())
                .putInt((int) content.expiresAtEpochSecond())
                .putInt((int) content.sessionId())
                .array();
        byte[] tag = SipHash.sip(keys.tag(), plain);
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(tag)
                .put(crypt(keys, tag, plain))
                .array();
        return new Ticket(bytes, sessionKey(keys, bytes));
    }

    /**
     * Opens a ticket.
     *
     * @param ticket 20 bytes
     * @return what it says, or empty if it was not issued under these keys
     * @throws IllegalArgumentException if it is not 20 bytes
     */
    public static Optional<TicketContent> open(DerivedKeys keys, byte[] ticket) {
        Lengths.require("ticket", ticket, LENGTH);
        byte[] tag = Arrays.copyOf(ticket, TAG_LENGTH);
        byte[] plain = crypt(keys, tag, Arrays.copyOfRange(ticket, TAG_LENGTH, LENGTH));
        if (!MessageDigest.isEqual(tag, SipHash.sip(keys.tag(), plain))) {
            return Optional.empty();
        }
        ByteBuffer content = ByteBuffer.wrap(plain);
        long userId = Integer.toUnsignedLong(content.getInt());
        long expiresAt = Integer.toUnsignedLong(content.getInt());
        long sessionId = Integer.toUnsignedLong(content.getInt());
        // No issuer makes a ticket for user 0, so one that opens to it is refused like any other unknown ticket.
        return userId == 0 ? Optional.empty() : Optional.of(new TicketContent(userId, expiresAt, sessionId));
    }

    /**
     * Derives the session key of a ticket, which need not be genuine.
     *
     * @param ticket 20 bytes
     * @return 16 bytes
     * @throws IllegalArgumentException if the ticket is not 20 bytes
     */
    public static byte[] sessionKey(DerivedKeys keys, byte[] ticket) {
        Lengths.require("ticket", ticket, LENGTH);
        return SipHash.sip128(keys.session(), ticket);
    }

    /** Returns the 20 bytes that the client puts into every packet. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the 16 bytes that the client keeps to itself. */
    public byte[] sessionKey() {
        return sessionKey.clone();
    }

    @Override
    public String toString() {
        return "Ticket[hidden]";
    }

    private static byte[] crypt(DerivedKeys keys, byte[] tag, byte[] text) {
        byte[] stream = SipHash.sip128(keys.encryption(), tag);
        byte[] result = new byte[CONTENT_LENGTH];
        for (int i = 0; i < CONTENT_LENGTH; i++) {
            result[i] = (byte) (text[i] ^ stream[i]);
        }
        return result;
    }
}
