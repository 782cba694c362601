package org.lumenlink.relay.relay;

/** Has the relay serve other interfaces while it runs. What is changed lasts until the relay ends. */
public interface RelayInterfaces {

    /**
     * Has the relay serve an interface.
     *
     * @return whether it did not before
     * @throws InvalidValueException if the interface is not fit for it
     */
    boolean add(String interfaceName);

    /**
     * Has the relay serve an interface no longer.
     *
     * @throws UnknownInterfaceException if it did not
     * @throws InvalidValueException if it has no other
     */
    void remove(String interfaceName);
}
