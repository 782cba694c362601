package org.lumenlink.relay.dataplane;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/**
 * A UDP packet in an Ethernet frame, built from its fields with right lengths and checksums. Tests state one and mutate
 * it.
 *
 * @param targetMac 6 bytes
 * @param sourceMac 6 bytes
 * @param ttl time to live or hop limit
 * @param tos type of service or traffic class
 * @param id IPv4 identification, or IPv6 flow label
 * @param options IPv4 options, a multiple of 4 bytes; or an IPv6 Destination Options header
 * @param isChecksummed false leaves the UDP checksum zero
 */
record Frame(
        byte[] targetMac,
        byte[] sourceMac,
        InetAddress source,
        InetAddress target,
        int sourcePort,
        int targetPort,
        int ttl,
        int tos,
        int id,
        byte[] options,
        boolean isChecksummed,
        byte[] payload) {

    static final int ETHERNET = 14;
    static final int UDP = 8;
    private static final int DONT_FRAGMENT = 0x4000;

    static Frame of(InetAddress source, int sourcePort, InetAddress target, int targetPort, byte[] payload) {
        byte[] unset = new byte[6];
        return new Frame(
                unset, unset, source, target, sourcePort, targetPort, 64, 0xb8, 0x1234, new byte[0], true, payload);
    }

    Frame withMacs(byte[] newTarget, byte[] newSource) {
        return new Frame(
                newTarget,
                newSource,
                source,
                target,
                sourcePort,
                targetPort,
                ttl,
                tos,
                id,
                options,
                isChecksummed,
                payload);
    }

    Frame withTtl(int newTtl) {
        return new Frame(
                targetMac,
                sourceMac,
                source,
                target,
                sourcePort,
                targetPort,
                newTtl,
                tos,
                id,
                options,
                isChecksummed,
                payload);
    }

    Frame withTos(int newTos) {
        return new Frame(
                targetMac,
                sourceMac,
                source,
                target,
                sourcePort,
                targetPort,
                ttl,
                newTos,
                id,
                options,
                isChecksummed,
                payload);
    }

    Frame withId(int newId) {
        return new Frame(
                targetMac,
                sourceMac,
                source,
                target,
                sourcePort,
                targetPort,
                ttl,
                tos,
                newId,
                options,
                isChecksummed,
                payload);
    }

    Frame withOptions(byte[] newOptions) {
        return new Frame(
                targetMac,
                sourceMac,
                source,
                target,
                sourcePort,
                targetPort,
                ttl,
                tos,
                id,
                newOptions,
                isChecksummed,
                payload);
    }

    Frame withoutChecksum() {
        return new Frame(
                targetMac, sourceMac, source, target, sourcePort, targetPort, ttl, tos, id, options, false, payload);
    }

    Frame withPayload(byte[] newPayload) {
        return new Frame(
                targetMac,
                sourceMac,
                source,
                target,
                sourcePort,
                targetPort,
                ttl,
                tos,
                id,
                options,
                isChecksummed,
                newPayload);
    }

    Frame from(InetAddress newSource, int newPort) {
        return new Frame(
                targetMac,
                sourceMac,
                newSource,
                target,
                newPort,
                targetPort,
                ttl,
                tos,
                id,
                options,
                isChecksummed,
                payload);
    }

    Frame to(InetAddress newTarget, int newPort) {
        return new Frame(
                targetMac,
                sourceMac,
                source,
                newTarget,
                sourcePort,
                newPort,
                ttl,
                tos,
                id,
                options,
                isChecksummed,
                payload);
    }

    boolean isIpv4() {
        return target instanceof Inet4Address;
    }

    int ipHeaderLength() {
        return (isIpv4() ? 20 : 40) + options.length;
    }

    int udpOffset() {
        return ETHERNET + ipHeaderLength();
    }

    int payloadOffset() {
        return udpOffset() + UDP;
    }

    /** Returns the frame's bytes after a last change that the fields cannot express. */
    byte[] bytes(UnaryOperator<byte[]> mutation) {
        return mutation.apply(bytes());
    }

    byte[] bytes() {
        ByteBuffer frame = ByteBuffer.allocate(payloadOffset() + payload.length);
        frame.put(targetMac).put(sourceMac).putShort((short) (isIpv4() ? 0x0800 : 0x86dd));
        if (isIpv4()) {
            putIpv4(frame);
        } else {
            putIpv6(frame);
        }
        frame.putShort((short) sourcePort).putShort((short) targetPort);
        frame.putShort((short) (UDP + payload.length)).putShort((short) 0).put(payload);
        if (isChecksummed) {
            int sum = udpChecksum();
            frame.putShort(udpOffset() + 6, (short) (sum == 0 ? 0xffff : sum));
        }
        return frame.array();
    }

    private void putIpv4(ByteBuffer frame) {
        int words = (20 + options.length) / 4;
        frame.put((byte) (0x40 | words)).put((byte) tos);
        frame.putShort((short) (ipHeaderLength() + UDP + payload.length));
        frame.putShort((short) id).putShort((short) DONT_FRAGMENT);
        frame.put((byte) ttl).put((byte) 17).putShort((short) 0);
        frame.put(source.getAddress()).put(target.getAddress()).put(options);
        byte[] header = new byte[ipHeaderLength()];
        frame.get(ETHERNET, header);
        frame.putShort(ETHERNET + 10, (short) checksum(header));
    }

    private void putIpv6(ByteBuffer frame) {
        frame.putInt(6 << 28 | tos << 20 | id).putShort((short) (options.length + UDP + payload.length));
        frame.put((byte) (options.length > 0 ? 60 : 17)).put((byte) ttl);
        frame.put(source.getAddress()).put(target.getAddress()).put(options);
    }

    private int udpChecksum() {
        byte[] from = source.getAddress();
        ByteBuffer pseudo = ByteBuffer.allocate(2 * from.length + 8 + UDP + payload.length);
        pseudo.put(from).put(target.getAddress()).putInt(UDP + payload.length).putInt(17);
        pseudo.putShort((short) sourcePort).putShort((short) targetPort);
        pseudo.putShort((short) (UDP + payload.length)).putShort((short) 0).put(payload);
        return checksum(pseudo.array());
    }

    /** Returns the Internet checksum (RFC 1071), written the plain way. */
    static int checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
