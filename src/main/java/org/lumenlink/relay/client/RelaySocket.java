package org.lumenlink.relay.client;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jdk.net.ExtendedSocketOptions;

/**
 * Sends to and receives from one relay. The socket is connected, so that datagrams of others never come in, and can be
 * replaced by one on another port while threads send and wait.
 */
final class RelaySocket implements AutoCloseable {

    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_ATTEMPTS = 3;

    private final InetSocketAddress relay;
    private final AtomicLong portUnreachables = new AtomicLong();
    private final Object replacing = new Object();
    private final Object receiving = new Object();
    private final byte[] received = new byte[MAX_DATAGRAM];

    private volatile DatagramSocket current;

    RelaySocket(InetSocketAddress relay) throws IOException {
        this.relay = relay;
        this.current = connect(relay);
    }

    private static DatagramSocket connect(InetSocketAddress relay) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            if (socket.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
                socket.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
            }
            socket.connect(relay);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(byte[] datagram) throws IOException {
        DatagramPacket packet = new DatagramPacket(datagram, datagram.length);
        // A port-unreachable that an earlier packet caused is reported by the next send, which then sends nothing.
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            DatagramSocket socket = current;
            try {
                socket.send(packet);
                return;
            } catch (PortUnreachableException e) {
                portUnreachables.incrementAndGet();
            } catch (SocketException e) {
                throwUnlessReplaced(socket, e);
            }
        }
    }

    Optional<byte[]> receive(Duration timeout) throws IOException {
        synchronized (receiving) {
            DatagramPacket packet = new DatagramPacket(received, received.length);
            long deadline = System.nanoTime() + timeout.toNanos();
            long left = timeout.toNanos();
            while (left > 0) {
                if (receive(packet, left)) {
                    return Optional.of(Arrays.copyOf(received, packet.getLength()));
                }
                left = deadline - System.nanoTime();
            }
            return Optional.empty();
        }
    }

    private boolean receive(DatagramPacket packet, long nanos) throws IOException {
        DatagramSocket socket = current;
        try {
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
            socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
            socket.receive(packet);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (PortUnreachableException e) {
            portUnreachables.incrementAndGet();
            return false;
        } catch (SocketException e) {
            throwUnlessReplaced(socket, e);
            return false;
        }
    }

    private void throwUnlessReplaced(DatagramSocket used, SocketException e) throws SocketException {
        if (used.equals(current)) {
            throw e;
        }
    }

    void replace() throws IOException {
        synchronized (replacing) {
            DatagramSocket old = current;
            if (old.isClosed()) {
                throw new SocketException("the client is closed");
            }
            current = connect(relay);
            old.close();
        }
    }

    InetSocketAddress localAddress() {
        return (InetSocketAddress) current.getLocalSocketAddress();
    }

    long portUnreachables() {
        return portUnreachables.get();
    }

    @Override
    public void close() {
        synchronized (replacing) {
            current.close();
        }
    }
}
