package org.lumenlink.relay.registry;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached, read or written; the message says why, and what to do about it. */
public class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Cause kind;
    private final String what;
    private final String mend;

    /**
     * Says why the store is unavailable.
     *
     * @param what is wrong, in one sentence
     * @param mend what to do about it
     */
    public RegistryUnavailableException(Cause kind, String what, String mend, @Nullable Throwable cause) {
        super(what + ": " + mend, cause);
        this.kind = kind;
        this.what = what;
        this.mend = mend;
    }

    /** Returns of what kind it is. */
    public Cause kind() {
        return kind;
    }

    /** Returns what is wrong, in one sentence. */
    public String what() {
        return what;
    }

    /** Returns what to do about it. */
    public String mend() {
        return mend;
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
