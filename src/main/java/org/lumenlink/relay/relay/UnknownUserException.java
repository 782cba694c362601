package org.lumenlink.relay.relay;

/** The user is not registered. */
public class UnknownUserException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownUserException(long userId) {
        super("user %d is not registered".formatted(userId));
    }
}
