package org.lumenlink.relay.libbpf.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Netlink.ManagedNeighbours;

/** The kernel's ARP and NDP entries. Messages name no address: a neighbour may be somebody's client. */
final class NeighbourTable {

    /* linux/rtnetlink.h and linux/neighbour.h. struct ndmsg: __u8 family, pad; __u16 pad; __s32 ifindex; __u16 state;
     * __u8 flags, type. */
    private static final int RTM_NEWNEIGH = 28;
    private static final int RTM_GETNEIGH = 30;
    private static final int NDMSG_STATE = 8;
    private static final int NDMSG_SIZE = 12;
    private static final int NDA_DST = 1;
    private static final int NDA_FLAGS_EXT = 15;
    private static final int NTF_EXT_MANAGED = 1;
    private static final byte NTF_USE = 1;
    private static final int NUD_NONE = 0;
    private static final int NUD_INCOMPLETE = 1;
    private static final int NUD_REACHABLE = 2;
    private static final int NUD_STALE = 4;
    private static final int NUD_DELAY = 8;
    private static final int NUD_PROBE = 0x10;
    private static final int NUD_FAILED = 0x20;
    private static final int NUD_NOARP = 0x40;
    private static final int NUD_PERMANENT = 0x80;

    /** States whose link-layer address nobody has to ask for. */
    private static final int FIXED = NUD_NOARP | NUD_PERMANENT;

    /** States that the kernel sends by (NUD_VALID), and bpf_fib_lookup with it. */
    private static final int VALID = FIXED | NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE;

    private final NetlinkSocket socket;

    NeighbourTable(NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Starts a resolution. Kernels since 5.16 take the extended flag and keep the entry fresh; older ones ignore that
     * attribute and take NTF_USE. Neither touches an entry's address or state, except that they would unfreeze a
     * permanent one: so leave those alone.
     */
    void resolve(int interfaceIndex, InetAddress address) {
        if ((state(interfaceIndex, address) & FIXED) != 0) {
            return;
        }
        NetlinkRequest request =
                message(RTM_NEWNEIGH, NetlinkRequest.ACK | NetlinkRequest.CREATE, interfaceIndex, NTF_USE, address);
        request.attribute(NDA_FLAGS_EXT, NTF_EXT_MANAGED);
        String what = "resolve a neighbour on interface " + interfaceIndex;
        NetlinkReply reply = socket.ask(request, what);
        if (reply.error() != 0) {
            throw failure(what, reply);
        }
    }

    boolean isResolved(int interfaceIndex, InetAddress address) {
        return (state(interfaceIndex, address) & VALID) != 0;
    }

    ManagedNeighbours managed() {
        NetlinkRequest request = new NetlinkRequest(RTM_GETNEIGH, NetlinkRequest.DUMP);
        request.body().put(new byte[NDMSG_SIZE]);
        int[] states = socket.dump(request, "list the neighbours").stream()
                .filter(NeighbourTable::isManaged)
                .mapToInt(reply -> reply.body().getShort(NDMSG_STATE))
                .toArray();
        return new ManagedNeighbours(count(states, VALID), count(states, NUD_INCOMPLETE), count(states, NUD_FAILED));
    }

    private static int count(int[] states, int mask) {
        return (int) Arrays.stream(states).filter(state -> (state & mask) != 0).count();
    }

    private static boolean isManaged(NetlinkReply reply) {
        byte[] flags = reply.attributes(NDMSG_SIZE).get(NDA_FLAGS_EXT);
        return flags != null
                && (ByteBuffer.wrap(flags).order(ByteOrder.nativeOrder()).getInt() & NTF_EXT_MANAGED) != 0;
    }

    private int state(int interfaceIndex, InetAddress address) {
        String what = "look up a neighbour on interface " + interfaceIndex;
        NetlinkReply reply = socket.ask(message(RTM_GETNEIGH, 0, interfaceIndex, (byte) 0, address), what);
        if (!reply.isError()) {
            return reply.body().getShort(NDMSG_STATE);
        }
        if (reply.error() == -Errno.ENOENT) {
            return NUD_NONE;
        }
        throw failure(what, reply);
    }

    private static NetlinkRequest message(
            int type, int netlinkFlags, int interfaceIndex, byte neighbourFlags, InetAddress address) {
        NetlinkRequest request = new NetlinkRequest(type, netlinkFlags);
        request.body()
                .put(NetlinkRequest.family(address))
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(interfaceIndex)
                .putShort((short) NUD_NONE)
                .put(neighbourFlags)
                .put((byte) 0);
        return request.attribute(NDA_DST, address.getAddress());
    }

    private static KernelException failure(String what, NetlinkReply reply) {
        String explanation = reply.explanation();
        return Errnos.failure(explanation.isEmpty() ? what : what + " (" + explanation + ")", reply.error());
    }
}
