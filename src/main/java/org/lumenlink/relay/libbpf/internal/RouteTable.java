package org.lumenlink.relay.libbpf.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.Netlink.Route;

/** The kernel's routes. Messages name no address: a destination may be somebody's client. */
final class RouteTable {

    /* linux/rtnetlink.h. struct rtmsg: __u8 family, dst_len, src_len, tos, table, protocol, scope, type; __u32 flags. */
    private static final int RTM_GETROUTE = 26;
    private static final int RTMSG_SIZE = 12;
    private static final int RTMSG_TYPE = 7;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PREFSRC = 7;

    /** A gateway of another family than the route's: struct rtvia, __u16 family, then the address. */
    private static final int RTA_VIA = 18;

    /** Route types that refuse packets: RTN_BLACKHOLE, RTN_UNREACHABLE, RTN_PROHIBIT. */
    private static final Set<Byte> REFUSING = Set.of((byte) 6, (byte) 7, (byte) 8);

    /** No route; or one of type unreachable, prohibit (EACCES) or blackhole (EINVAL): nothing would be sent. */
    private static final Set<Integer> NO_ROUTE =
            Set.of(-Errnos.ENETUNREACH, -Errnos.EHOSTUNREACH, -Errnos.EACCES, -Errno.EINVAL);

    private static final String WHAT = "look up a route";

    private final NetlinkSocket socket;

    RouteTable(NetlinkSocket socket) {
        this.socket = socket;
    }

    Optional<Route> route(InetAddress destination) {
        NetlinkReply reply = socket.ask(request(destination), WHAT);
        if (!reply.isError()) {
            return REFUSING.contains(reply.body().get(RTMSG_TYPE)) ? Optional.empty() : read(reply);
        }
        if (NO_ROUTE.contains(reply.error())) {
            return Optional.empty();
        }
        throw Errnos.failure(WHAT, reply.error());
    }

    private static NetlinkRequest request(InetAddress destination) {
        byte[] address = destination.getAddress();
        NetlinkRequest request = new NetlinkRequest(RTM_GETROUTE, 0);
        request.body().put(NetlinkRequest.family(destination)).put((byte) (address.length * Byte.SIZE));
        request.body().put(new byte[RTMSG_SIZE - 2]);
        request.attribute(RTA_DST, address);
        if (destination instanceof Inet6Address scoped && scoped.getScopeId() != 0) {
            request.attribute(RTA_OIF, scoped.getScopeId());
        }
        return request;
    }

    private static Optional<Route> read(NetlinkReply reply) {
        Map<Integer, byte[]> attributes = reply.attributes(RTMSG_SIZE);
        byte[] interfaceIndex = attributes.get(RTA_OIF);
        if (interfaceIndex == null) {
            return Optional.empty();
        }
        int index =
                ByteBuffer.wrap(interfaceIndex).order(ByteOrder.nativeOrder()).getInt();
        byte[] gateway = attributes.get(RTA_GATEWAY);
        byte[] via = attributes.get(RTA_VIA);
        if (gateway == null && via != null) {
            gateway = Arrays.copyOfRange(via, Short.BYTES, via.length);
        }
        return Optional.of(new Route(index, address(gateway, index), address(attributes.get(RTA_PREFSRC), index)));
    }

    /** A link-local address gets the interface as its scope: it means nothing without. */
    private static @Nullable InetAddress address(byte @Nullable [] bytes, int interfaceIndex) {
        if (bytes == null) {
            return null;
        }
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return address instanceof Inet6Address && address.isLinkLocalAddress()
                    ? Inet6Address.getByAddress(null, bytes, interfaceIndex)
                    : address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the kernel returned an address of " + bytes.length + " bytes", e);
        }
    }
}
