package org.lumenlink.relay.support;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Makes Ethernet frames with a UDP packet in IPv4, for tests that run a program on them. */
public final class UdpFrame {

    private static final int MACS = 12;
    private static final int IPV4 = 20;
    private static final int UDP = 8;

    private UdpFrame() {}

    /** Returns a frame without link-layer addresses and without the optional UDP checksum. */
    public static byte[] of(InetAddress source, int sourcePort, InetAddress target, int targetPort, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(IPV4);
        header.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4 + UDP + payload.length));
        header.putShort((short) 0).putShort((short) 0x4000).put((byte) 64).put((byte) 17);
        header.putShort((short) 0).put(source.getAddress()).put(target.getAddress());
        header.putShort(10, checksum(header));
        return ByteBuffer.allocate(MACS + 2 + IPV4 + UDP + payload.length)
                .position(MACS)
                .putShort((short) 0x0800)
                .put(header.array())
                .putShort((short) sourcePort)
                .putShort((short) targetPort)
                .putShort((short) (UDP + payload.length))
                .putShort((short) 0)
                .put(payload)
                .array();
    }

    private static short checksum(ByteBuffer header) {
        int sum = 0;
        for (int i = 0; i < IPV4; i += 2) {
            sum += Short.toUnsignedInt(header.getShort(i));
        }
        return (short) ~(sum + (sum >> 16));
    }
}
