package org.lumenlink.relay.libbpf.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A netlink message from the kernel, in the layout that {@link NetlinkRequest} describes.
 *
 * @param type such as RTM_NEWROUTE
 * @param sequence the request's
 * @param body what follows the header, in host order
 */
record NetlinkReply(int type, int flags, int sequence, ByteBuffer body) {

    static final int ATTRIBUTE_HEADER_SIZE = 4;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;

    /** Room for {@code int error} and the header of the request that it answers (struct nlmsgerr). */
    private static final int ERROR_SIZE = 4 + NetlinkRequest.HEADER_SIZE;

    private static final int NLM_F_DUMP_INTR = 0x10;

    private static final int NLM_F_ACK_TLVS = 0x200;

    private static final int NLMSGERR_ATTR_MSG = 1;

    /** NLA_F_NESTED and NLA_F_NET_BYTEORDER share the type's field. */
    private static final int TYPE_MASK = 0x3fff;

    /** Takes the next message off a datagram, or nothing if there is no whole one left. */
    static Optional<NetlinkReply> next(ByteBuffer datagram) {
        if (datagram.remaining() < NetlinkRequest.HEADER_SIZE) {
            return Optional.empty();
        }
        int start = datagram.position();
        int length = datagram.getInt(start);
        if (length < NetlinkRequest.HEADER_SIZE || length > datagram.remaining()) {
            return Optional.empty();
        }
        int bodySize = length - NetlinkRequest.HEADER_SIZE;
        NetlinkReply reply = new NetlinkReply(
                datagram.getShort(start + 4),
                datagram.getShort(start + 6),
                datagram.getInt(start + 8),
                datagram.slice(start + NetlinkRequest.HEADER_SIZE, bodySize).order(ByteOrder.nativeOrder()));
        datagram.position(Math.min(start + aligned(length), datagram.limit()));
        return Optional.of(reply);
    }

    /** Tells whether this ends a table. */
    boolean isDone() {
        return type == NLMSG_DONE;
    }

    /** Tells whether the table that this is of, or ends, has changed since its first entry was read. */
    boolean isOfChangedTable() {
        return (flags & NLM_F_DUMP_INTR) != 0;
    }

    boolean isError() {
        return type == NLMSG_ERROR;
    }

    /** Returns the negative errno of an error message, or of a table's end; 0 is none: an acknowledgement. */
    int error() {
        return body.getInt(0);
    }

    /** Returns the kernel's explanation of an error, or an empty string. */
    String explanation() {
        if ((flags & NLM_F_ACK_TLVS) == 0) {
            return "";
        }
        byte[] text = attributes(ERROR_SIZE).get(NLMSGERR_ATTR_MSG);
        return text == null ? "" : CStrings.decode(text);
    }

    /** Returns the attributes by type, of which {@code fixedSize} bytes come first. */
    Map<Integer, byte[]> attributes(int fixedSize) {
        return fixedSize > body.limit()
                ? Map.of()
                : attributes(body.slice(fixedSize, body.limit() - fixedSize).order(ByteOrder.nativeOrder()));
    }

    /** Returns attributes by type, such as those that another one holds. */
    static Map<Integer, byte[]> attributes(ByteBuffer bytes) {
        Map<Integer, byte[]> attributes = new HashMap<>();
        int position = 0;
        while (position + ATTRIBUTE_HEADER_SIZE <= bytes.limit()) {
            int length = Short.toUnsignedInt(bytes.getShort(position));
            if (length < ATTRIBUTE_HEADER_SIZE || position + length > bytes.limit()) {
                break;
            }
            byte[] data = new byte[length - ATTRIBUTE_HEADER_SIZE];
            bytes.get(position + ATTRIBUTE_HEADER_SIZE, data);
            attributes.put(bytes.getShort(position + 2) & TYPE_MASK, data);
            position += aligned(length);
        }
        return attributes;
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
