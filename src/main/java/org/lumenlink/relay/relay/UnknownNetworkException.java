package org.lumenlink.relay.relay;

/** The deny list does not have just this network. */
public class UnknownNetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownNetworkException() {
        super("this network is not on the deny list; one around it or inside of it may be");
    }
}
