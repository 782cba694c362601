package org.lumenlink.relay.dataplane;

import org.lumenlink.relay.libbpf.XdpMode;

/** How to attach the program. */
public enum AttachMode {
    /** Natively, or where the driver cannot, generically with a warning. */
    AUTO,
    /** Natively or not at all. */
    NATIVE,
    /** In the kernel's generic receive path. */
    GENERIC;

    /** Tells whether a program that is attached this way may stay so. */
    boolean allows(XdpMode present) {
        return switch (this) {
            case AUTO -> true;
            case NATIVE -> present == XdpMode.NATIVE;
            case GENERIC -> present == XdpMode.GENERIC;
        };
    }
}
