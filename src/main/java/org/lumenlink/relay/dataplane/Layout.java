package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads and writes the layouts of {@code bpf/relay_abi.h}: host order, ports and addresses in network order. */
final class Layout {

    /** {@code LAYOUT_VERSION}. */
    static final int VERSION = 2;

    static final int ADDRESS_SIZE = 16;
    static final int CONFIG_SIZE = 96;
    static final int DENY_KEY_SIZE = 20;
    static final int EPOCH_SIZE = 16;
    static final int EVENT_SIZE = 32;
    static final int FLOW_SIZE = 36;
    static final int FLOW_ENTRY_SIZE = 16;
    static final int INTERFACE_SIZE = 4;
    static final int LATENCY_SIZE = 16;
    static final int PORT_SIZE = 24;
    static final int RATE_LIMIT_SIZE = 24;
    static final int SESSION_SIZE = 128;
    static final int SESSION_SET_SIZE = 64;
    static final int TOKEN_KEY_SIZE = 56;
    static final int USER_SIZE = 28;
    static final int USER_SLOT_SIZE = 192;
    static final int USER_PLACES_SIZE = 88;

    /** {@code LOCALS}, {@code PORTS}: sizes of {@code local_map} and {@code port_map}; entry 0 is none. */
    static final int LOCALS = 256;

    static final int PORTS = 256;

    /** {@code TAGS_MAX}. */
    static final int TAGS = 2;

    /** {@code SESSION_WAYS}. */
    static final int SESSION_WAYS = 15;

    /** {@code HOP_LIFETIME}. */
    static final int HOP_LIFETIME = 60;

    /** A {@code seen_t} counts 2^35 ns of CLOCK_MONOTONIC. */
    static final int SEEN_SHIFT = 35;

    private static final int MAC_SIZE = 6;

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

    /** Returns the six bytes of a link-layer address; zeros where an interface has none, or one of another length. */
    static byte[] mac(String text) {
        byte[] mac = text.isEmpty() ? new byte[0] : HexFormat.ofDelimiter(":").parseHex(text);
        return mac.length == MAC_SIZE ? mac : new byte[MAC_SIZE];
    }
}
