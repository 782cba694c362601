package org.lumenlink.relay.security;

/** The API key is the only one of role admin that is valid: nobody could make another after it. */
public class LastAdminKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LastAdminKeyException(long id) {
        super("API key " + id + " is the last one of role admin");
    }
}
