package org.lumenlink.relay.dataplane.check;

import java.util.OptionalInt;

/**
 * What a driver demands before it runs a program itself, as far as its source tells: there is no way to ask it.
 *
 * @param largestFrame in bytes from the Ethernet header on; empty if not known
 * @param takesHalf whether it works with half its queues at most, since each gets one for what the program sends
 * @param takesPairs whether it wants as many queues for reception as for sending
 * @param wantsSpares whether it takes a queue for each CPU from those that are left
 * @param isShort whether it may leave less room before a frame than the program needs to make IPv6 of IPv4
 */
record NativeLimits(
        OptionalInt largestFrame, boolean takesHalf, boolean takesPairs, boolean wantsSpares, boolean isShort) {

    private static final int ETHERNET_HEADER = 14;
    private static final int FRAME_CHECK = 4;
    private static final int VLAN_TAG = 4;

    /** XDP_PACKET_HEADROOM of linux/bpf.h. */
    private static final int HEADROOM = 256;

    /** struct skb_shared_info, in whole cache lines, on 64-bit machines. */
    private static final int SHARED_INFO = 320;

    /** Half a page of 4 KiB, less the two bytes that gve leaves before a frame. */
    private static final int GVE_FRAME = 2048 - 2;

    /**
     * Returns the limits of a driver.
     *
     * @param driver its name, as {@code ethtool -i} shows it
     * @param pageSize of the kernel
     */
    static NativeLimits of(String driver, int pageSize) {
        // What room and bookkeeping leave of a page.
        int page = pageSize - HEADROOM - SHARED_INFO;
        return switch (driver) {
            case "veth", "hv_netvsc", "mana" -> new NativeLimits(OptionalInt.of(page), false, false, false, false);
            case "virtio_net" -> new NativeLimits(OptionalInt.of(page), false, false, true, false);
            case "ena" -> new NativeLimits(OptionalInt.of(page - FRAME_CHECK - VLAN_TAG), true, false, false, false);
            case "gve" -> new NativeLimits(OptionalInt.of(GVE_FRAME), true, true, false, true);
            default -> new NativeLimits(OptionalInt.empty(), false, false, false, false);
        };
    }

    /** Returns the largest MTU that frames of it are not too long; empty if not known. */
    OptionalInt largestMtu() {
        return largestFrame.isEmpty() ? largestFrame : OptionalInt.of(largestFrame.getAsInt() - ETHERNET_HEADER);
    }
}
