package org.lumenlink.relay.libbpf.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Builds a netlink message: {@code struct nlmsghdr} of linux/netlink.h (__u32 length; __u16 type, flags; __u32 sequence,
 * port), the fixed part of its type, then attributes (__u16 length, type; data, padded to 4). All in host order, but
 * for addresses.
 */
final class NetlinkRequest {

    static final int HEADER_SIZE = 16;

    /* Flags of linux/netlink.h. */
    static final int ACK = 4;
    static final int CREATE = 0x400;
    static final int DUMP = 0x300;

    /* Families of linux/socket.h. */
    private static final byte AF_INET = 2;
    private static final byte AF_INET6 = 10;

    private static final int NLM_F_REQUEST = 1;

    private static final int CAPACITY = 256;

    private static final int SEQUENCE = 8;

    private final ByteBuffer buffer = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());

    NetlinkRequest(int type, int flags) {
        buffer.putInt(0).putShort((short) type).putShort((short) (NLM_F_REQUEST | flags));
        buffer.putInt(0).putInt(0);
    }

    static byte family(InetAddress address) {
        return address instanceof Inet4Address ? AF_INET : AF_INET6;
    }

    /** Returns where the fixed part or the next attribute is written. */
    ByteBuffer body() {
        return buffer;
    }

    NetlinkRequest attribute(int type, byte[] data) {
        buffer.putShort((short) (NetlinkReply.ATTRIBUTE_HEADER_SIZE + data.length));
        buffer.putShort((short) type).put(data);
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    NetlinkRequest attribute(int type, int value) {
        return attribute(
                type,
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putInt(value)
                        .array());
    }

    byte[] bytes(int sequence) {
        buffer.putInt(0, buffer.position()).putInt(SEQUENCE, sequence);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
