package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.RouteEvents;

/** A member of rtnetlink's multicast groups. What the messages say is not read: only that there are any. */
public final class NativeRouteEvents implements RouteEvents {

    /* Groups of linux/rtnetlink.h. */
    private static final int RTNLGRP_LINK = 1;
    private static final int RTNLGRP_NEIGH = 3;
    private static final int RTNLGRP_IPV4_ROUTE = 7;
    private static final int RTNLGRP_IPV4_RULE = 8;
    private static final int RTNLGRP_IPV6_ROUTE = 11;
    private static final int RTNLGRP_IPV6_RULE = 19;
    private static final int RTNLGRP_NEXTHOP = 32;

    /** Next hops that are objects of their own came with Linux 5.3. */
    private static final int[] GROUPS = {
        RTNLGRP_LINK,
        RTNLGRP_NEIGH,
        RTNLGRP_IPV4_ROUTE,
        RTNLGRP_IPV4_RULE,
        RTNLGRP_IPV6_ROUTE,
        RTNLGRP_IPV6_RULE,
        RTNLGRP_NEXTHOP
    };

    private static final int NLMSG_NOOP = 1;
    private static final int MSG_DONTWAIT = 0x40;

    /** The rest of a longer message is dropped with it. */
    private static final int RECEIVE_SIZE = 4096;

    private final int fd;
    private final Handle handle;
    private final byte[] message = new byte[RECEIVE_SIZE];
    private volatile boolean closed;

    private NativeRouteEvents(int fd) {
        this.fd = fd;
        this.handle = new Handle("route events", () -> LibC.close(fd));
    }

    /** Opens a socket in the calling thread's network namespace. */
    public static RouteEvents open() {
        int fd = NetlinkSocket.socketForRoutes();
        for (int group : GROUPS) {
            int[] value = {group};
            int failed = LibC.setsockopt(
                    fd, NetlinkSocket.SOL_NETLINK, NetlinkSocket.NETLINK_ADD_MEMBERSHIP, value, Integer.BYTES);
            int errno = Native.getLastError();
            if (failed != 0) {
                LibC.close(fd);
                throw Errnos.failure("listen to changes of routes", errno);
            }
        }
        NativeRouteEvents events = new NativeRouteEvents(fd);
        // A socket that has sent nothing has no port, and is taken for the kernel's own, which is told nothing.
        events.send(0);
        return events;
    }

    @Override
    public boolean await() {
        return !closed
                && handle.use(() -> {
                    receive(0);
                    while (!closed && receive(MSG_DONTWAIT)) {
                        // One change often comes in several messages.
                    }
                    return !closed;
                });
    }

    /** Takes a message, if need be waits for one; returns whether there was one, or too many for the kernel to keep. */
    private boolean receive(int flags) {
        while (true) {
            long received = LibC.recv(fd, message, message.length, flags);
            int errno = Native.getLastError();
            if (received >= 0 || errno == Errnos.ENOBUFS) {
                return true;
            }
            if (errno == Errno.EAGAIN) {
                return false;
            }
            if (errno != Errnos.EINTR) {
                throw Errnos.failure("read changes of routes", errno);
            }
        }
    }

    private void send(int flags) {
        byte[] request = new NetlinkRequest(NLMSG_NOOP, flags).bytes(1);
        long sent = handle.use(() -> LibC.send(fd, request, request.length, 0));
        if (sent < 0) {
            throw Errnos.failure("send a netlink message", Native.getLastError());
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // Its acknowledgement wakes up who waits.
            send(NetlinkRequest.ACK);
        }
        handle.close();
    }
}
