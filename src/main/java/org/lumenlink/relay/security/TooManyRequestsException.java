package org.lumenlink.relay.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Somebody asks too often, or has sent too many keys that are not valid. */
public class TooManyRequestsException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    TooManyRequestsException(String message, Duration wait) {
        super(message);
        this.seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    /** Returns after how many seconds to ask again, at least 1. */
    public long seconds() {
        return seconds;
    }
}
