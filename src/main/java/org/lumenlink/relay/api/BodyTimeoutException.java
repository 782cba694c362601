package org.lumenlink.relay.api;

import java.time.Duration;

/** A body, or a line of it, that has not come in time. */
class BodyTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyTimeoutException(Duration allowed) {
        super("must come within " + allowed.toMillis() + " ms: send it faster");
    }
}
