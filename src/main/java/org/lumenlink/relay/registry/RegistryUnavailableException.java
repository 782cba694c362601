package org.lumenlink.relay.registry;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached, read or written; the message says what to do about it. */
public class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
