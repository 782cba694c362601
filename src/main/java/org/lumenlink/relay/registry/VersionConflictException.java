package org.lumenlink.relay.registry;

/** What is stored is not what the change was meant for; nothing was changed. */
public class VersionConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VersionConflictException(String message) {
        super(message);
    }
}
