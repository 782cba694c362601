package org.lumenlink.relay.libbpf;

import org.jspecify.annotations.Nullable;

/**
 * A network interface.
 *
 * @param index the kernel's
 * @param name such as {@code eth0}
 * @param mac link-layer address, such as {@code 02:00:00:00:00:01}; empty where there is none
 * @param mtu of IP packets, in bytes
 * @param isUp whether it is switched on
 * @param kind what sort of software makes it, such as {@code veth} or {@code vlan}; empty for hardware
 * @param bus what the hardware is connected by, such as {@code pci} or {@code virtio}; empty for software, and on kernels
 *     before 5.14, which do not tell
 * @param vlan what a VLAN device adds to its parent's frames; null if it is none, or its parent is in another namespace
 */
public record Link(
        int index,
        String name,
        String mac,
        int mtu,
        boolean isUp,
        String kind,
        String bus,
        @Nullable Vlan vlan) {

    /**
     * A tag.
     *
     * @param parentIndex of the interface whose frames carry the tag
     * @param protocol 0x8100 for 802.1Q, 0x88a8 for 802.1ad
     * @param id 0 to 4094
     */
    public record Vlan(int parentIndex, int protocol, int id) {}
}
