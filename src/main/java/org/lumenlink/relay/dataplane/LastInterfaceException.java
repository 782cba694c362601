package org.lumenlink.relay.dataplane;

/** The program would be attached nowhere any more. */
public class LastInterfaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LastInterfaceException(String interfaceName) {
        super(interfaceName + " is the only interface that the relay has");
    }
}
