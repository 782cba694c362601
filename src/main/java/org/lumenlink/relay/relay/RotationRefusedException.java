package org.lumenlink.relay.relay;

/** The token keys cannot be rotated now; the message says when they can be. Nothing was changed. */
public class RotationRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RotationRefusedException(String message) {
        super(message);
    }
}
