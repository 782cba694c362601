package org.lumenlink.relay.libbpf.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of this host's interfaces. */
final class AddressTable {

    /* linux/rtnetlink.h, linux/if_addr.h. struct ifaddrmsg: __u8 family, prefixlen, flags, scope; __u32 index. */
    private static final int RTM_GETADDR = 22;
    private static final int IFADDRMSG_SIZE = 8;
    private static final int IFADDRMSG_SCOPE = 3;
    private static final int IFADDRMSG_INDEX = 4;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;

    /** RT_SCOPE_LINK; RT_SCOPE_HOST is above. */
    private static final int SCOPE_LINK = 253;

    /** IFA_F_DADFAILED and IFA_F_TENTATIVE: IPv6 addresses that are not in use, or not yet. */
    private static final int UNUSABLE = 0x08 | 0x40;

    private static final String WHAT = "list the addresses of the interfaces";

    private final NetlinkSocket socket;

    AddressTable(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Returns the addresses that reach beyond their link by interface, primary ones first. */
    Map<Integer, List<InetAddress>> byInterface() {
        NetlinkRequest request = new NetlinkRequest(RTM_GETADDR, NetlinkRequest.DUMP);
        request.body().put(new byte[IFADDRMSG_SIZE]);
        Map<Integer, List<InetAddress>> addresses = new HashMap<>();
        for (NetlinkReply reply : socket.dump(request, WHAT)) {
            ByteBuffer body = reply.body();
            if (Byte.toUnsignedInt(body.get(IFADDRMSG_SCOPE)) < SCOPE_LINK) {
                addUsable(
                        reply.attributes(IFADDRMSG_SIZE),
                        addresses.computeIfAbsent(body.getInt(IFADDRMSG_INDEX), index -> new ArrayList<>()));
            }
        }
        return addresses;
    }

    private static void addUsable(Map<Integer, byte[]> attributes, List<InetAddress> addresses) {
        byte[] flags = attributes.getOrDefault(IFA_FLAGS, new byte[Integer.BYTES]);
        // On a point-to-point link, IFA_ADDRESS is the other end's.
        byte[] address = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
        if (address == null
                || (ByteBuffer.wrap(flags).order(ByteOrder.nativeOrder()).getInt() & UNUSABLE) != 0) {
            return;
        }
        try {
            addresses.add(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the kernel listed an address of " + address.length + " bytes", e);
        }
    }
}
