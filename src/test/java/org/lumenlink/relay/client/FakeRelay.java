package org.lumenlink.relay.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.lumenlink.relay.token.RelayHeader;

/** Verifies packets as the relay does and answers each genuine one with its payload, in upper case. */
final class FakeRelay implements AutoCloseable {

    private final DatagramSocket socket;
    private final Credentials credentials;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    FakeRelay(InetAddress loopback, Credentials credentials) throws SocketException {
        this.socket = new DatagramSocket(new InetSocketAddress(loopback, 0));
        this.credentials = credentials;
        Thread.ofVirtual().start(this::run);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    BlockingQueue<Received> received() {
        return received;
    }

    private void run() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                socket.receive(packet);
                answer(packet, Arrays.copyOf(packet.getData(), packet.getLength()));
            }
        } catch (SocketException e) {
            // Closed: the test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(DatagramPacket packet, byte[] datagram) throws IOException {
        var number = RelayHeader.decode(credentials.sessionKey(), datagram);
        if (number.isPresent() && Arrays.equals(RelayHeader.ticket(datagram), credentials.ticket())) {
            byte[] payload = RelayHeader.payload(datagram);
            received.add(new Received(number.getAsLong(), packet.getPort(), payload.length));
            byte[] answer = upperCase(payload);
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    private static byte[] upperCase(byte[] payload) {
        byte[] answer = payload.clone();
        for (int i = 0; i < answer.length; i++) {
            answer[i] = (byte) Character.toUpperCase(answer[i]);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }

    /** A genuine packet. */
    record Received(long packetNumber, int clientPort, int payloadLength) {}
}
