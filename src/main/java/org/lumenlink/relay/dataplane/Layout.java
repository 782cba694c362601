package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads and writes the layouts of {@code bpf/relay_abi.h}: host order, ports and addresses in network order. */
final class Layout {

    /** {@code LAYOUT_VERSION}. */
    static final int VERSION = 1;

    static final int ADDRESS_SIZE = 16;
    static final int CONFIG_SIZE = 80;
    static final int DENY_KEY_SIZE = 20;
    static final int FLOW_SIZE = 36;
    static final int INTERFACE_SIZE = 32;
    static final int RATE_LIMIT_SIZE = 200;
    static final int SESSION_SIZE = 224;
    static final int TOKEN_KEY_SIZE = 56;
    static final int USER_SIZE = 24;

    private Layout() {}

    static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    static byte[] key32(long value) {
        return allocate(Integer.BYTES).putInt((int) value).array();
    }

    /** Returns a {@code struct address}: IPv4 as ::ffff:a.b.c.d. */
    static byte[] address(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == ADDRESS_SIZE) {
            return bytes;
        }
        byte[] mapped = new byte[ADDRESS_SIZE];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return mapped;
    }

    /** Reads a {@code struct address} at an offset; a mapped one comes back as IPv4. */
    static InetAddress address(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + ADDRESS_SIZE));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are always an address", e);
        }
    }

    /** Returns a port as the two bytes of network order read in host order, as a {@code __be16} is stored. */
    static short port(int port) {
        short value = (short) port;
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }

    static int port(short stored) {
        return Short.toUnsignedInt(
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? stored : Short.reverseBytes(stored));
    }
}
