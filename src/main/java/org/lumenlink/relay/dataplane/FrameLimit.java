package org.lumenlink.relay.dataplane;

import java.util.OptionalInt;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Link;

/** How long frames may be for the program to see them natively, in the one buffer that drivers keep a frame in. */
final class FrameLimit {

    static final int ETHERNET_HEADER = 14;
    static final int VLAN_TAG = 4;

    /** XDP_PACKET_HEADROOM of linux/bpf.h. */
    private static final int HEADROOM = 256;

    /** struct skb_shared_info, in whole cache lines, on 64-bit machines. */
    private static final int SHARED_INFO = 320;

    private final int pageSize;

    FrameLimit(HostInfo host) {
        this.pageSize = host.pageSize();
    }

    /**
     * Returns the length of the longest frame, from the Ethernet header on: what room and bookkeeping leave of a page
     * for veth and virtio. Other drivers have other buffers, and no way to ask for it: empty.
     */
    OptionalInt ofNative(Link link) {
        boolean isOnePage = link.kind().equals("veth") || link.bus().equals("virtio");
        return isOnePage ? OptionalInt.of(pageSize - HEADROOM - SHARED_INFO) : OptionalInt.empty();
    }
}
