package org.lumenlink.relay.lab.bench;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A UDP packet in an Ethernet frame.
 *
 * @param targetMac 6 bytes
 * @param sourceMac 6 bytes
 * @param source of the same family as the target
 * @param options IPv4 options, a multiple of 4 bytes; none over IPv6
 */
record UdpFrame(
        byte[] targetMac,
        byte[] sourceMac,
        InetAddress source,
        int sourcePort,
        InetAddress target,
        int targetPort,
        byte[] options,
        byte[] payload) {

    static final int ETHERNET = 14;

    /** Length of the headers of a packet over IPv4 without options. */
    static final int HEADERS = ETHERNET + 20 + 8;

    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int UDP = 8;
    private static final int PROTOCOL_UDP = 17;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TTL = 64;

    /** Returns the frame with right lengths and checksums. */
    byte[] bytes() {
        int udp = ETHERNET + (isIpv4() ? IPV4 + options.length : IPV6);
        byte[] frame = new byte[udp + UDP + payload.length];
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        buffer.put(targetMac).put(sourceMac);
        if (isIpv4()) {
            putIpv4(buffer);
        } else {
            putIpv6(buffer);
        }
        int udpLength = UDP + payload.length;
        buffer.putShort((short) sourcePort).putShort((short) targetPort);
        buffer.putShort((short) udpLength).putShort((short) 0).put(payload);
        long pseudo = sum(source.getAddress()) + sum(target.getAddress()) + PROTOCOL_UDP + udpLength;
        int checksum = checksum(pseudo + sum(frame, udp, udpLength));
        buffer.putShort(udp + 6, (short) (checksum == 0 ? 0xffff : checksum));
        return frame;
    }

    private boolean isIpv4() {
        return target instanceof Inet4Address;
    }

    private void putIpv4(ByteBuffer buffer) {
        int header = IPV4 + options.length;
        buffer.putShort((short) 0x0800);
        buffer.put((byte) (0x40 | header / Integer.BYTES)).put((byte) 0);
        buffer.putShort((short) (header + UDP + payload.length));
        buffer.putShort((short) 0).putShort((short) DONT_FRAGMENT);
        buffer.put((byte) TTL).put((byte) PROTOCOL_UDP).putShort((short) 0);
        buffer.put(source.getAddress()).put(target.getAddress()).put(options);
        buffer.putShort(ETHERNET + 10, (short) checksum(sum(buffer.array(), ETHERNET, header)));
    }

    private void putIpv6(ByteBuffer buffer) {
        buffer.putShort((short) 0x86dd).putInt(6 << 28).putShort((short) (UDP + payload.length));
        buffer.put((byte) PROTOCOL_UDP).put((byte) TTL);
        buffer.put(source.getAddress()).put(target.getAddress());
    }

    /** Returns the UDP source port of a frame without IPv4 options. */
    static int sourcePortOf(byte[] frame) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int header = buffer.getShort(ETHERNET - Short.BYTES) == 0x0800 ? IPV4 : IPV6;
        return Short.toUnsignedInt(buffer.getShort(ETHERNET + header));
    }

    private static long sum(byte[] bytes) {
        return sum(bytes, 0, bytes.length);
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
