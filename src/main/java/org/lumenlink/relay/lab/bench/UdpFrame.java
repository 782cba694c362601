package org.lumenlink.relay.lab.bench;

import java.nio.ByteBuffer;

/**
 * A UDP packet over IPv4 in an Ethernet frame.
 *
 * @param targetMac 6 bytes
 * @param sourceMac 6 bytes
 * @param source IPv4 address in host order
 * @param target IPv4 address in host order
 */
record UdpFrame(
        byte[] targetMac, byte[] sourceMac, int source, int sourcePort, int target, int targetPort, byte[] payload) {

    static final int ETHERNET = 14;
    static final int IP = 20;
    static final int UDP = 8;
    static final int HEADERS = ETHERNET + IP + UDP;

    private static final int PROTOCOL_UDP = 17;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TTL = 64;

    /** Returns the frame with right lengths and checksums. */
    byte[] bytes() {
        int udpLength = UDP + payload.length;
        byte[] frame = new byte[HEADERS + payload.length];
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        buffer.put(targetMac).put(sourceMac).putShort((short) 0x0800);
        buffer.putShort((short) 0x4500).putShort((short) (IP + udpLength));
        buffer.putShort((short) 0).putShort((short) DONT_FRAGMENT);
        buffer.put((byte) TTL).put((byte) PROTOCOL_UDP).putShort((short) 0);
        buffer.putInt(source).putInt(target);
        buffer.putShort((short) sourcePort).putShort((short) targetPort);
        buffer.putShort((short) udpLength).putShort((short) 0).put(payload);
        buffer.putShort(ETHERNET + 10, (short) checksum(sum(frame, ETHERNET, IP)));
        long pseudo = sum(frame, ETHERNET + 12, 8) + PROTOCOL_UDP + udpLength;
        int checksum = checksum(pseudo + sum(frame, ETHERNET + IP, udpLength));
        buffer.putShort(ETHERNET + IP + 6, (short) (checksum == 0 ? 0xffff : checksum));
        return frame;
    }

    /** Returns the UDP source port of a frame. */
    static int sourcePortOf(byte[] frame) {
        return Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(ETHERNET + IP));
    }

    private static long sum(byte[] bytes, int offset, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int value = bytes[offset + i] & 0xff;
            sum += i % 2 == 0 ? value << 8 : value;
        }
        return sum;
    }

    private static int checksum(long sum) {
        long folded = (sum & 0xffff) + (sum >> 16);
        folded = (folded & 0xffff) + (folded >> 16);
        return (int) ~folded & 0xffff;
    }
}
