package org.lumenlink.relay.dataplane;

/** How to attach the program. */
public enum AttachMode {
    /** Natively, or where the driver cannot, generically with a warning. */
    AUTO,
    /** Natively or not at all. */
    NATIVE,
    /** In the kernel's generic receive path. */
    GENERIC
}
