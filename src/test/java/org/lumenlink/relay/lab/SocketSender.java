package org.lumenlink.relay.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/** Sends datagrams from the client's side of a lab, whatever is in them. */
record SocketSender(DatagramChannel channel) implements AutoCloseable {

    static SocketSender open(Lab lab) throws Exception {
        return new SocketSender(NetworkNamespace.named(lab.clientNamespace())
                .call(() -> DatagramChannel.open().connect(lab.relay(Family.IPV4))));
    }

    void send(byte[] datagram) {
        try {
            channel.write(ByteBuffer.wrap(datagram));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
