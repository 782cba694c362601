package org.lumenlink.relay.relay;

import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.HostUnfitException;
import org.lumenlink.relay.dataplane.LastInterfaceException;
import org.springframework.stereotype.Service;

@Service
class ServedInterfaces implements RelayInterfaces {

    private static final String FIELD = "interfaceName";

    private final Dataplane dataplane;

    ServedInterfaces(Dataplane dataplane) {
        this.dataplane = dataplane;
    }

    @Override
    public boolean add(String interfaceName) {
        try {
            return dataplane.attach(interfaceName);
        } catch (HostUnfitException e) {
            throw new InvalidValueException(FIELD, "cannot be served: " + e.briefly());
        }
    }

    @Override
    public void remove(String interfaceName) {
        try {
            if (!dataplane.detach(interfaceName)) {
                throw new UnknownInterfaceException(interfaceName);
            }
        } catch (LastInterfaceException e) {
            throw new InvalidValueException(
                    FIELD, "must leave one: " + e.getMessage() + "; add another first, or stop the relay");
        }
    }
}
