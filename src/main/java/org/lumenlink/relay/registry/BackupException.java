package org.lumenlink.relay.registry;

import org.jspecify.annotations.Nullable;

/** A backup cannot be made or restored; the message says why, and what to do about it. */
public class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
