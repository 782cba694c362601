package org.lumenlink.relay.api;

import java.util.Set;
import java.util.TreeSet;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.RelayInterfaces;
import org.lumenlink.relay.relay.UnknownInterfaceException;

/** The interfaces without a kernel: near, far and spare exist, the first two are served. */
class InMemoryInterfaces implements RelayInterfaces {

    private final Set<String> served = new TreeSet<>();

    synchronized void clear() {
        served.clear();
        served.addAll(Set.of("near", "far"));
    }

    @Override
    public synchronized boolean add(String interfaceName) {
        if (!Set.of("near", "far", "spare").contains(interfaceName)) {
            throw new InvalidValueException("interfaceName", "cannot be served: there is no such interface");
        }
        return served.add(interfaceName);
    }

    @Override
    public synchronized void remove(String interfaceName) {
        if (!served.contains(interfaceName)) {
            throw new UnknownInterfaceException(interfaceName);
        }
        if (served.size() == 1) {
            throw new InvalidValueException("interfaceName", "must leave one");
        }
        served.remove(interfaceName);
    }
}
