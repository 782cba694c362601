package org.lumenlink.relay.relay;

/** There is no room for another user or network; nothing was changed. */
public class RegistryFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryFullException(int capacity) {
        this("the relay holds as many users as it has room for (" + capacity
                + "): delete users, or raise lumenlink.relay.max-users and restart");
    }

    private RegistryFullException(String message) {
        super(message);
    }

    /** Returns the exception for a deny list that is full. */
    public static RegistryFullException denyList(int capacity) {
        return new RegistryFullException(
                "the deny list has as many networks as it has room for (" + capacity
                        + "): delete some or deny one that contains them, or raise lumenlink.relay.flood.deny-list-size and restart");
    }
}
