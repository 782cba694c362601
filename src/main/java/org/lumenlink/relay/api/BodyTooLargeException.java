package org.lumenlink.relay.api;

/** A body that is longer than any that the API takes. */
class BodyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int limit) {
        super("must not be longer than " + limit + " bytes");
    }
}
