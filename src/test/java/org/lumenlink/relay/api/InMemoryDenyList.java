package org.lumenlink.relay.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Cidr;
import org.lumenlink.relay.relay.DenyList;
import org.lumenlink.relay.relay.RegistryFullException;
import org.lumenlink.relay.relay.UnknownNetworkException;

/** The deny list without a kernel; its order is that of the text. */
class InMemoryDenyList implements DenyList {

    static final int CAPACITY = 5;

    private final TreeMap<String, Denied> networks = new TreeMap<>();

    synchronized void clear() {
        networks.clear();
    }

    @Override
    public synchronized Put put(Cidr cidr) {
        Denied present = networks.get(CidrText.format(cidr));
        if (present != null) {
            return new Put(present, false);
        }
        if (networks.size() >= CAPACITY) {
            throw RegistryFullException.denyList(CAPACITY);
        }
        Denied created = new Denied(cidr, Instant.parse("2026-01-02T03:04:05Z"));
        networks.put(CidrText.format(cidr), created);
        return new Put(created, true);
    }

    @Override
    public synchronized Denied get(Cidr cidr) {
        Denied present = networks.get(CidrText.format(cidr));
        if (present == null) {
            throw new UnknownNetworkException();
        }
        return present;
    }

    @Override
    public synchronized void delete(Cidr cidr) {
        get(cidr);
        networks.remove(CidrText.format(cidr));
    }

    @Override
    public synchronized Page list(@Nullable Cidr after, int limit) {
        List<Denied> found =
                new ArrayList<>((after == null ? networks : networks.tailMap(CidrText.format(after), false)).values());
        return found.size() <= limit
                ? new Page(found, null)
                : new Page(found.subList(0, limit), found.get(limit - 1).cidr());
    }
}
