package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * As much of a TURN client (RFC 8656) as one channel takes, for a server that asks for no credentials: those are for the
 * requests alone, and cost nothing per packet.
 */
final class TurnClient implements AutoCloseable {

    private static final int ALLOCATE = 0x0003;
    private static final int CHANNEL_BIND = 0x0009;
    private static final int SUCCESS = 0x0100;

    private static final int CHANNEL_NUMBER = 0x000c;
    private static final int LIFETIME = 0x000d;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int REQUESTED_TRANSPORT = 0x0019;

    private static final int COOKIE = 0x2112a442;
    private static final int TRANSACTION_LENGTH = 12;
    private static final int HEADER_LENGTH = 20;
    private static final int MAX_LENGTH = 1500;
    private static final int LIFETIME_SECONDS = 3600;
    private static final byte UDP = 17;
    private static final byte IPV4 = 1;

    private static final int PATIENCE_MILLIS = 200;
    private static final int TRIES = 50;

    private final SecureRandom random = new SecureRandom();
    private final DatagramSocket socket;
    private final InetSocketAddress server;

    /** Opens a socket in the calling thread's namespace. */
    TurnClient(InetSocketAddress local, InetSocketAddress server) throws IOException {
        this.server = server;
        socket = new DatagramSocket(local);
    }

    /** Asks for an address of the server's, for UDP over IPv4. */
    void allocate() throws IOException {
        ByteBuffer attributes = ByteBuffer.allocate(16);
        attributes.putShort((short) REQUESTED_TRANSPORT).putShort((short) 4);
        attributes.put(UDP).put(new byte[3]);
        attributes.putShort((short) LIFETIME).putShort((short) 4).putInt(LIFETIME_SECONDS);
        request(ALLOCATE, attributes.array());
    }

    /** Binds a channel to a peer, which also permits the peer to answer. */
    void bind(int channel, InetSocketAddress peer) throws IOException {
        ByteBuffer attributes = ByteBuffer.allocate(20);
        attributes.putShort((short) CHANNEL_NUMBER).putShort((short) 4);
        attributes.putShort((short) channel).putShort((short) 0);
        attributes.putShort((short) XOR_PEER_ADDRESS).putShort((short) 8);
        attributes.put((byte) 0).put(IPV4).putShort((short) (peer.getPort() ^ (COOKIE >>> Short.SIZE)));
        attributes.putInt(ByteBuffer.wrap(peer.getAddress().getAddress()).getInt() ^ COOKIE);
        request(CHANNEL_BIND, attributes.array());
    }

    /** Returns what a client sends to have {@code payload} go to a channel's peer. */
    static byte[] channelData(int channel, byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length)
                .putShort((short) channel)
                .putShort((short) payload.length)
                .put(payload)
                .array();
    }

    /** Sends a request until it is answered: packets may be lost, and the server may not be up yet. */
    private void request(int method, byte[] attributes) throws IOException {
        byte[] transaction = new byte[TRANSACTION_LENGTH];
        random.nextBytes(transaction);
        byte[] request = ByteBuffer.allocate(HEADER_LENGTH + attributes.length)
                .putShort((short) method)
                .putShort((short) attributes.length)
                .putInt(COOKIE)
                .put(transaction)
                .put(attributes)
                .array();
        socket.setSoTimeout(PATIENCE_MILLIS);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            socket.send(new DatagramPacket(request, request.length, server));
            try {
                int type = answer(transaction);
                if (type != (method | SUCCESS)) {
                    throw new IOException("%s refused: message type 0x%04x".formatted(server, type));
                }
                return;
            } catch (SocketTimeoutException e) {
                // Again.
            }
        }
        throw new SocketTimeoutException("no TURN server answers at " + server);
    }

    /** Returns the message type of the answer to a request. */
    private int answer(byte[] transaction) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_LENGTH], MAX_LENGTH);
        while (true) {
            socket.receive(packet);
            ByteBuffer answer = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
            if (answer.remaining() >= HEADER_LENGTH
                    && answer.slice(8, TRANSACTION_LENGTH).equals(ByteBuffer.wrap(transaction))) {
                return answer.getShort();
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
