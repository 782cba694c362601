package org.lumenlink.relay.relay;

/** The user is disabled. */
public class UserDisabledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserDisabledException(long userId) {
        super("user %d is disabled".formatted(userId));
    }
}
