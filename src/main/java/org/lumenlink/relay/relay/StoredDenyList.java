package org.lumenlink.relay.relay;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.registry.DeniedNetwork;
import org.lumenlink.relay.registry.DenyStore;
import org.springframework.stereotype.Service;

/** Keeps store and map together as {@link UserChanges} does: a map that refuses has the store put back. */
@Service
class StoredDenyList implements DenyList {

    private final DenyStore store;
    private final Dataplane dataplane;
    private final ChangeLock lock;
    private final ReconcileState state;
    private final Clock clock;

    StoredDenyList(DenyStore store, Dataplane dataplane, ChangeLock lock, ReconcileState state, Clock clock) {
        this.store = store;
        this.dataplane = dataplane;
        this.lock = lock;
        this.state = state;
        this.clock = clock;
    }

    @Override
    public Put put(Cidr cidr) {
        return lock.exclusively(() -> {
            Optional<DeniedNetwork> present = store.find(cidr.address(), cidr.prefixLength());
            if (present.isPresent()) {
                dataplane.denied().put(cidr.network());
                return new Put(view(present.get()), false);
            }
            return new Put(create(cidr), true);
        });
    }

    @Override
    public Denied get(Cidr cidr) {
        return view(existing(cidr));
    }

    @Override
    public void delete(Cidr cidr) {
        lock.exclusively(() -> {
            DeniedNetwork present = existing(cidr);
            store.remove(cidr.address(), cidr.prefixLength());
            writeMap(() -> dataplane.denied().delete(cidr.network()), () -> store.add(present));
            return present;
        });
    }

    @Override
    public Page list(@Nullable Cidr after, int limit) {
        DeniedNetwork behind =
                after == null ? null : new DeniedNetwork(after.address(), after.prefixLength(), Instant.EPOCH);
        // One more than asked for tells whether there is a next page.
        List<DeniedNetwork> found = store.list(behind, limit + 1);
        List<Denied> networks =
                found.stream().limit(limit).map(StoredDenyList::view).toList();
        return new Page(networks, found.size() > limit ? networks.getLast().cidr() : null);
    }

    private Denied create(Cidr cidr) {
        int capacity = dataplane.denied().capacity();
        if (store.count() >= capacity) {
            throw RegistryFullException.denyList(capacity);
        }
        DeniedNetwork created = new DeniedNetwork(
                cidr.address(), cidr.prefixLength(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        store.add(created);
        writeMap(() -> dataplane.denied().put(cidr.network()), () -> store.remove(cidr.address(), cidr.prefixLength()));
        return view(created);
    }

    private void writeMap(Runnable change, Runnable undo) {
        try {
            change.run();
        } catch (RuntimeException e) {
            try {
                undo.run();
            } catch (RuntimeException failed) {
                e.addSuppressed(failed);
                state.diverged("the deny list's map may differ from the registry: see the log; trying again");
            }
            throw e;
        }
    }

    private DeniedNetwork existing(Cidr cidr) {
        return store.find(cidr.address(), cidr.prefixLength()).orElseThrow(UnknownNetworkException::new);
    }

    private static Denied view(DeniedNetwork network) {
        return new Denied(new Cidr(network.address(), network.prefixLength()), network.createdAt());
    }
}
