package org.lumenlink.relay.libbpf.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;

/** Asks the kernel (generic netlink, family netdev) whether a driver runs XDP programs. */
final class XdpAbility {

    /* linux/genetlink.h: struct genlmsghdr is __u8 command, version; __u16 reserved. */
    private static final int HEADER_SIZE = 4;
    private static final int GENL_ID_CTRL = 0x10;
    private static final byte CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;

    /* linux/netdev.h. */
    private static final byte NETDEV_CMD_DEV_GET = 1;
    private static final int NETDEV_A_DEV_IFINDEX = 1;
    private static final int NETDEV_A_DEV_XDP_FEATURES = 3;
    private static final long NETDEV_XDP_ACT_BASIC = 1;

    private static final byte VERSION = 1;

    private static final byte[] FAMILY = "netdev\0".getBytes(StandardCharsets.US_ASCII);

    private final NetlinkSocket socket;

    XdpAbility(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Returns whether the interface's driver runs programs itself; empty if the kernel does not tell. */
    Optional<Boolean> of(int interfaceIndex) {
        return family().flatMap(family -> {
            NetlinkRequest request = request(family, NETDEV_CMD_DEV_GET);
            request.attribute(NETDEV_A_DEV_IFINDEX, interfaceIndex);
            byte[] features = ask(request).get(NETDEV_A_DEV_XDP_FEATURES);
            return features == null
                    ? Optional.empty()
                    : Optional.of((ByteBuffer.wrap(features)
                                            .order(ByteOrder.nativeOrder())
                                            .getLong()
                                    & NETDEV_XDP_ACT_BASIC)
                            != 0);
        });
    }

    /** Returns the number of the family, if the kernel has it. */
    private Optional<Integer> family() {
        NetlinkRequest request = request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
        request.attribute(CTRL_ATTR_FAMILY_NAME, FAMILY);
        try {
            byte[] id = ask(request).get(CTRL_ATTR_FAMILY_ID);
            return Optional.ofNullable(id)
                    .map(bytes -> Short.toUnsignedInt(ByteBuffer.wrap(bytes)
                            .order(ByteOrder.nativeOrder())
                            .getShort()));
        } catch (KernelException e) {
            if (e.errno().is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Map<Integer, byte[]> ask(NetlinkRequest request) {
        NetlinkReply reply = socket.ask(request, "ask what XDP a driver knows");
        if (reply.isError()) {
            throw Errnos.failure("ask what XDP a driver knows", reply.error());
        }
        return reply.attributes(HEADER_SIZE);
    }

    private static NetlinkRequest request(int family, byte command) {
        NetlinkRequest request = new NetlinkRequest(family, 0);
        request.body().put(command).put(VERSION).putShort((short) 0);
        return request;
    }
}
