package org.lumenlink.relay.registry;

/** The life of a token key, in order. All but {@link #GONE} verify tickets. */
public enum TokenKeyState {
    /** Known to every relay, not yet used. */
    STAGED,
    /** The one that tickets are issued under. */
    ACTIVE,
    /** No longer used, but tickets issued under it may be alive. */
    RETIRING,
    /** Verifies nothing any more. */
    GONE
}
