package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An ICMP error in an Ethernet frame, of the family of its addresses, with right lengths and checksums.
 *
 * @param type ICMP or ICMPv6 type
 * @param rest the four bytes after the checksum
 * @param quote the packet complained of, from its IP header on
 */
record IcmpFrame(
        byte[] targetMac,
        byte[] sourceMac,
        InetAddress source,
        InetAddress target,
        int type,
        int code,
        int rest,
        byte[] quote) {

    /** Returns an error about a packet to whom has sent it; of the packet `extra` bytes are quoted after the UDP header. */
    static IcmpFrame about(Frame packet, InetAddress reporter, int type, int code, int rest, int extra) {
        byte[] quote = Arrays.copyOfRange(packet.bytes(), Frame.ETHERNET, packet.payloadOffset() + extra);
        return new IcmpFrame(new byte[6], new byte[6], reporter, packet.source(), type, code, rest, quote);
    }

    IcmpFrame withMacs(byte[] newTarget, byte[] newSource) {
        return new IcmpFrame(newTarget, newSource, source, target, type, code, rest, quote);
    }

    byte[] bytes() {
        return target.getAddress().length == 4 ? ipv4() : ipv6();
    }

    private byte[] ipv4() {
        ByteBuffer frame = ByteBuffer.allocate(Frame.ETHERNET + 20 + 8 + quote.length);
        frame.put(targetMac).put(sourceMac).putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (28 + quote.length));
        frame.putShort((short) 0).putShort((short) 0x4000).put((byte) 64).put((byte) 1);
        frame.putShort((short) 0).put(source.getAddress()).put(target.getAddress());
        frame.putShort(Frame.ETHERNET + 10, (short) Frame.checksum(Arrays.copyOfRange(frame.array(), 14, 34)));
        byte[] message = message();
        ByteBuffer.wrap(message).putShort(2, (short) Frame.checksum(message));
        return frame.put(message).array();
    }

    private byte[] ipv6() {
        byte[] message = message();
        ByteBuffer frame = ByteBuffer.allocate(Frame.ETHERNET + 40 + message.length);
        frame.put(targetMac).put(sourceMac).putShort((short) 0x86dd);
        frame.putInt(6 << 28).putShort((short) message.length).put((byte) 58).put((byte) 64);
        frame.put(source.getAddress()).put(target.getAddress());
        byte[] summed = ByteBuffer.allocate(40 + message.length)
                .put(source.getAddress())
                .put(target.getAddress())
                .putInt(message.length)
                .putInt(58)
                .put(message)
                .array();
        ByteBuffer.wrap(message).putShort(2, (short) Frame.checksum(summed));
        return frame.put(message).array();
    }

    private byte[] message() {
        return ByteBuffer.allocate(8 + quote.length)
                .put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(rest)
                .put(quote)
                .array();
    }
}
