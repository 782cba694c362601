package org.lumenlink.relay.relay;

/** There is no room for another user; nothing was changed. */
public class RegistryFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryFullException(int capacity) {
        super("the relay holds as many users as it has room for (" + capacity
                + "): delete users, or raise lumenlink.relay.max-users and restart");
    }
}
