package org.lumenlink.relay.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.lumenlink.relay.token.RelayHeader;

/**
 * Sends payloads through a relay and receives the answers: one session, over IPv4 or IPv6. Safe for use by several
 * threads. Errors of the network are thrown as {@link UncheckedIOException}, whose cause tells more.
 *
 * <p>A ticket serves one client: another that starts at packet number 0 with it has its packets dropped as replays.
 */
public final class RelayClient implements AutoCloseable {

    private final byte[] ticket;
    private final byte[] sessionKey;
    private final RelaySocket socket;
    private final AtomicLong nextPacketNumber = new AtomicLong();

    private RelayClient(Credentials credentials, RelaySocket socket) {
        this.ticket = credentials.ticket();
        this.sessionKey = credentials.sessionKey();
        this.socket = socket;
    }

    /**
     * Opens a client on a free local port; nothing is sent yet.
     *
     * @param relay one of the endpoints that came with the ticket
     * @throws IllegalArgumentException if the relay's host name is not resolved
     * @throws UncheckedIOException if there is no socket to be had or no route to the relay
     */
    public static RelayClient open(InetSocketAddress relay, Credentials credentials) {
        if (relay.isUnresolved()) {
            throw new IllegalArgumentException(
                    "%s is not known: give the relay's IP address".formatted(relay.getHostString()));
        }
        try {
            return new RelayClient(credentials, new RelaySocket(relay));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reach the relay: " + e.getMessage(), e);
        }
    }

    /**
     * Sends a payload in one packet. It is never fragmented, as the relay drops fragments.
     *
     * @param payload at most {@link RelayHeader#MAX_PAYLOAD_LENGTH} bytes
     * @throws IllegalArgumentException if it is longer
     * @throws UncheckedIOException if it cannot be sent, such as when it does not fit the path's MTU
     */
    public void send(byte[] payload) {
        byte[] datagram = datagram(payload);
        try {
            socket.send(datagram);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot send a datagram of %d bytes to the relay: %s".formatted(datagram.length, e.getMessage()),
                    e);
        }
    }

    /**
     * Waits for an answer.
     *
     * @param timeout how long
     * @return its payload, or empty if none came in time
     * @throws UncheckedIOException if the client is closed
     */
    public Optional<byte[]> receive(Duration timeout) {
        try {
            return socket.receive(timeout);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot receive from the relay: " + e.getMessage(), e);
        }
    }

    /** Makes the next packet, header and payload, without sending it; its packet number is used up. */
    public byte[] datagram(byte[] payload) {
        byte[] header = RelayHeader.encode(ticket, sessionKey, nextPacketNumber.getAndIncrement(), payload);
        return ByteBuffer.allocate(header.length + payload.length)
                .put(header)
                .put(payload)
                .array();
    }

    /** Returns the number that the next packet will have. */
    public long nextPacketNumber() {
        return nextPacketNumber.get();
    }

    /** Returns how often the network has answered that nothing listens at the relay's or the destination's port. */
    public long portUnreachables() {
        return socket.portUnreachables();
    }

    /** Returns the local address and port. */
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    /**
     * Moves to a new local port, as a client does that changes networks; the session goes on.
     *
     * @throws UncheckedIOException if there is no socket to be had, or the client is closed
     */
    public void rebind() {
        try {
            socket.replace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move to a new port: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
