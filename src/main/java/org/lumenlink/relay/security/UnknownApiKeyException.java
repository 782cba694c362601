package org.lumenlink.relay.security;

/** There is no API key with this id. */
public class UnknownApiKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownApiKeyException(long id) {
        super("there is no API key " + id);
    }
}
