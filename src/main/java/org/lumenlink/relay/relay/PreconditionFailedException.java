package org.lumenlink.relay.relay;

/** The user is not in the state that the change was meant for. */
public class PreconditionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PreconditionFailedException(long userId) {
        super("user %d has changed, or does not exist, or exists already, against the precondition of the request"
                .formatted(userId));
    }
}
