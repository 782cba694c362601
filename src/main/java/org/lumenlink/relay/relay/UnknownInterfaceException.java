package org.lumenlink.relay.relay;

/** The relay does not serve this interface. */
public class UnknownInterfaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownInterfaceException(String interfaceName) {
        super("the relay does not serve interface " + interfaceName
                + "; GET /api/v1/dataplane names those that it does");
    }
}
