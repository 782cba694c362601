package org.lumenlink.relay.registry;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached, read or written; the message says why, and what to do about it. */
public class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Cause kind;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        this(Cause.OTHER, message, cause);
    }

    public RegistryUnavailableException(Cause kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what is wrong. */
    public Cause kind() {
        return kind;
    }

    /** What can be wrong with a store, as far as it makes a difference to others. */
    public enum Cause {
        /** There is no room for more; goes over once there is. */
        FULL,
        /** What it holds cannot be trusted; does not go over. */
        DAMAGED,
        /** Anything else; may go over. */
        OTHER
    }
}
