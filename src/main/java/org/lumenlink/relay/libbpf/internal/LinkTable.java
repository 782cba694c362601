package org.lumenlink.relay.libbpf.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;

/** The network interfaces. */
final class LinkTable {

    /* linux/rtnetlink.h, linux/if_link.h, linux/if.h. struct ifinfomsg: __u8 family, pad; __u16 type; __s32 index;
     * __u32 flags, change. */
    private static final int RTM_GETLINK = 18;
    private static final int IFINFOMSG_SIZE = 16;
    private static final int IFINFOMSG_INDEX = 4;
    private static final int IFINFOMSG_FLAGS = 8;
    private static final int IFF_UP = 1;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_EXT_MASK = 29;
    private static final int IFLA_PARENT_DEV_BUS_NAME = 57;

    /** Names the namespace of IFLA_LINK, if it is another one. */
    private static final int IFLA_LINK_NETNSID = 37;

    private static final int RTEXT_FILTER_SKIP_STATS = 8;

    /* Nested in IFLA_LINKINFO, and in its data for a VLAN. */
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int IFLA_VLAN_ID = 1;
    private static final int IFLA_VLAN_PROTOCOL = 5;

    private static final String WHAT = "list the network interfaces";

    private static final byte[] NOTHING = {};

    private final NetlinkSocket socket;

    LinkTable(NetlinkSocket socket) {
        this.socket = socket;
    }

    List<Link> links() {
        NetlinkRequest request = new NetlinkRequest(RTM_GETLINK, NetlinkRequest.DUMP);
        request.body().put(new byte[IFINFOMSG_SIZE]);
        request.attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        return socket.dump(request, WHAT).stream().map(LinkTable::read).toList();
    }

    static Link read(NetlinkReply reply) {
        Map<Integer, byte[]> attributes = reply.attributes(IFINFOMSG_SIZE);
        Map<Integer, byte[]> information = nested(attributes, IFLA_LINKINFO);
        String kind = text(information, IFLA_INFO_KIND);
        return new Link(
                reply.body().getInt(IFINFOMSG_INDEX),
                text(attributes, IFLA_IFNAME),
                HexFormat.ofDelimiter(":").formatHex(attributes.getOrDefault(IFLA_ADDRESS, NOTHING)),
                number(attributes, IFLA_MTU),
                (reply.body().getInt(IFINFOMSG_FLAGS) & IFF_UP) != 0,
                kind,
                text(attributes, IFLA_PARENT_DEV_BUS_NAME),
                kind.equals("vlan") ? vlan(attributes, nested(information, IFLA_INFO_DATA)) : null);
    }

    private static @Nullable Vlan vlan(Map<Integer, byte[]> attributes, Map<Integer, byte[]> data) {
        byte[] id = data.get(IFLA_VLAN_ID);
        byte[] protocol = data.get(IFLA_VLAN_PROTOCOL);
        if (id == null || protocol == null || attributes.containsKey(IFLA_LINK_NETNSID)) {
            return null;
        }
        return new Vlan(
                number(attributes, IFLA_LINK),
                Short.toUnsignedInt(ByteBuffer.wrap(protocol).getShort()),
                Short.toUnsignedInt(
                        ByteBuffer.wrap(id).order(ByteOrder.nativeOrder()).getShort()));
    }

    private static Map<Integer, byte[]> nested(Map<Integer, byte[]> attributes, int type) {
        byte[] data = attributes.getOrDefault(type, NOTHING);
        return NetlinkReply.attributes(ByteBuffer.wrap(data).order(ByteOrder.nativeOrder()));
    }

    private static String text(Map<Integer, byte[]> attributes, int type) {
        return CStrings.decode(attributes.getOrDefault(type, NOTHING));
    }

    private static int number(Map<Integer, byte[]> attributes, int type) {
        byte[] value = attributes.getOrDefault(type, new byte[Integer.BYTES]);
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    }
}
