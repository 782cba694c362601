package org.lumenlink.relay.libbpf.internal;

import org.lumenlink.relay.libbpf.XdpMode;

/** The XDP_FLAGS_ of linux/if_link.h. */
final class XdpFlags {

    static final int UPDATE_IF_NOEXIST = 1;

    private XdpFlags() {}

    static int of(XdpMode mode) {
        return switch (mode) {
            case GENERIC -> 1 << 1; // XDP_FLAGS_SKB_MODE
            case NATIVE -> 1 << 2; // XDP_FLAGS_DRV_MODE
            case OFFLOADED -> 1 << 3; // XDP_FLAGS_HW_MODE
        };
    }

    static String name(XdpMode mode) {
        return switch (mode) {
            case GENERIC -> "generic";
            case NATIVE -> "native";
            case OFFLOADED -> "offloaded";
        };
    }
}
