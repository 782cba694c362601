package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A socket that asks rtnetlink(7), or another family, one question at a time. */
final class NetlinkSocket implements AutoCloseable {

    /* linux/socket.h, linux/netlink.h, asm-generic/socket.h. */
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_GENERIC = 16;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;

    /** Far more than the kernel takes: an answer that does not come must not hang the caller. */
    private static final long TIMEOUT_SECONDS = 5;

    private static final int RECEIVE_SIZE = 16 * 1024;

    private static final int DUMP_ATTEMPTS = 20;

    private final int fd;

    private final Handle handle;

    private int sequence;

    private NetlinkSocket(int fd) {
        this.fd = fd;
        this.handle = new Handle("netlink socket", () -> LibC.close(fd));
    }

    /** Opens a socket for rtnetlink in the calling thread's network namespace. */
    static NetlinkSocket open() {
        return open(NETLINK_ROUTE);
    }

    /** Opens a socket for generic netlink likewise. */
    static NetlinkSocket openGeneric() {
        return open(NETLINK_GENERIC);
    }

    /** Returns the descriptor of a bare socket for rtnetlink, for the caller to close. */
    static int socketForRoutes() {
        return socket(NETLINK_ROUTE);
    }

    private static int socket(int protocol) {
        int fd = LibC.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
        int errno = Native.getLastError();
        if (fd < 0) {
            throw Errnos.failure("open a netlink socket", errno);
        }
        return fd;
    }

    private static NetlinkSocket open(int protocol) {
        int fd = socket(protocol);
        // Errors without a copy of the request, but with an explanation; an answer comes all the same if these fail.
        int[] on = {1};
        LibC.setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, on, Integer.BYTES);
        LibC.setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, on, Integer.BYTES);
        long[] timeval = {TIMEOUT_SECONDS, 0};
        LibC.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeval, 2 * Long.BYTES);
        return new NetlinkSocket(fd);
    }

    /**
     * Sends a request and returns its answer: data, or an error message, of which an acknowledgement is one.
     *
     * @param what names the request in exceptions
     */
    synchronized NetlinkReply ask(NetlinkRequest request, String what) {
        return handle.use(() -> {
            send(request, what);
            return receive(what);
        });
    }

    /**
     * Sends a request for a whole table and returns its entries. A table that has changed while it was read may lack
     * entries that were there all the time: it is read again.
     *
     * @param what names the request in exceptions
     */
    synchronized List<NetlinkReply> dump(NetlinkRequest request, String what) {
        return handle.use(() -> {
            for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
                List<NetlinkReply> entries = dumpOnce(request, what);
                if (entries.stream().noneMatch(NetlinkReply::isOfChangedTable)) {
                    entries.removeLast();
                    return entries;
                }
            }
            throw Errnos.failure(what, Errnos.EINTR);
        });
    }

    /** Returns the entries, and what says that there are no more. */
    private List<NetlinkReply> dumpOnce(NetlinkRequest request, String what) {
        send(request, what);
        List<NetlinkReply> entries = new ArrayList<>();
        while (readEntries(receiveDatagram(what), entries, what)) {
            // A large table takes several datagrams.
        }
        return entries;
    }

    @Override
    public void close() {
        handle.close();
    }

    private void send(NetlinkRequest request, String what) {
        sequence++;
        byte[] bytes = request.bytes(sequence);
        long sent = LibC.send(fd, bytes, bytes.length, 0);
        int errno = Native.getLastError();
        if (sent < 0) {
            throw Errnos.failure(what, errno);
        }
    }

    /** Adds a datagram's entries; returns whether more datagrams follow. */
    private boolean readEntries(ByteBuffer datagram, List<NetlinkReply> entries, String what) {
        Optional<NetlinkReply> reply = answer(datagram);
        while (reply.isPresent()) {
            NetlinkReply entry = reply.get();
            if ((entry.isError() || entry.isDone()) && entry.error() < 0) {
                throw Errnos.failure(what, entry.error());
            }
            entries.add(entry);
            if (entry.isDone()) {
                return false;
            }
            reply = answer(datagram);
        }
        return true;
    }

    private NetlinkReply receive(String what) {
        while (true) {
            Optional<NetlinkReply> answer = answer(receiveDatagram(what));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private ByteBuffer receiveDatagram(String what) {
        byte[] bytes = new byte[RECEIVE_SIZE];
        while (true) {
            long received = LibC.recv(fd, bytes, bytes.length, 0);
            int errno = Native.getLastError();
            if (received >= 0) {
                return ByteBuffer.wrap(bytes, 0, (int) received).order(ByteOrder.nativeOrder());
            }
            if (errno != Errnos.EINTR) {
                throw Errnos.failure(what, errno);
            }
        }
    }

    /** Finds the next answer to the latest request in a datagram; an older one may come late, after its asker has given up. */
    private Optional<NetlinkReply> answer(ByteBuffer datagram) {
        Optional<NetlinkReply> reply = NetlinkReply.next(datagram);
        while (reply.isPresent() && reply.get().sequence() != sequence) {
            reply = NetlinkReply.next(datagram);
        }
        return reply;
    }
}
