package org.lumenlink.relay.dataplane;

/** What becomes of a packet by its verdict. */
public enum VerdictEffect {
    /** Handed to the kernel untouched. */
    PASSED,
    /** Sent on to the user's destination. */
    TO_DESTINATION,
    /** Sent back to the client. */
    TO_CLIENT,
    /** Dropped. */
    DROPPED
}
