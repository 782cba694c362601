package org.lumenlink.relay.relay;

/** The relay drains, and issues no tokens meanwhile. */
public class RelayDrainingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RelayDrainingException() {
        super("the relay is draining and issues no tokens: ask another relay, or put this one into service again with"
                + " POST /api/v1/dataplane:resume");
    }
}
