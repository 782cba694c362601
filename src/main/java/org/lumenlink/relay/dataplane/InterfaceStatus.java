package org.lumenlink.relay.dataplane;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An interface that the program is attached to, as it is now.
 *
 * @param attachment what it is attached to and how
 * @param isUp whether it is switched on
 * @param mac link-layer address, such as {@code 02:00:00:00:00:01}; empty where there is none
 * @param mtu of IP packets, in bytes
 * @param largestFrame the longest frame that the program gets to see, in bytes from the Ethernet header on; empty where
 *     there is no limit (generic mode), or it is not known
 * @param mtuFits whether frames of that MTU, and of its VLANs, are not longer; empty where that is not known
 * @param vlans VLAN devices on top of it
 */
public record InterfaceStatus(
        Attachment attachment,
        boolean isUp,
        String mac,
        int mtu,
        OptionalInt largestFrame,
        Optional<Boolean> mtuFits,
        List<VlanDevice> vlans) {}
