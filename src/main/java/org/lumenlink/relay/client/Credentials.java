package org.lumenlink.relay.client;

import org.lumenlink.relay.token.Ticket;

/** Holds what the relay's API gave to a client. {@link #toString} hides it. */
public final class Credentials {

    private final byte[] ticket;
    private final byte[] sessionKey;

    /**
     * Copies ticket and key.
     *
     * @param ticket 20 bytes
     * @param sessionKey 16 bytes
     * @throws IllegalArgumentException if one is of another length
     */
    public Credentials(byte[] ticket, byte[] sessionKey) {
        requireLength("ticket", ticket, Ticket.LENGTH);
        requireLength("session key", sessionKey, Ticket.SESSION_KEY_LENGTH);
        this.ticket = ticket.clone();
        this.sessionKey = sessionKey.clone();
    }

    /** Returns the 20 bytes that go into every packet. */
    public byte[] ticket() {
        return ticket.clone();
    }

    /** Returns the 16 bytes that never leave the client. */
    public byte[] sessionKey() {
        return sessionKey.clone();
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }

    private static void requireLength(String what, byte[] value, int length) {
        if (value.length != length) {
            throw new IllegalArgumentException(
                    "the %s must be %d bytes long, not %d".formatted(what, length, value.length));
        }
    }
}
