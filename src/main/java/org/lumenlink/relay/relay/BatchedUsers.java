package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.stereotype.Service;

@Service
class BatchedUsers implements BulkUsers {

    private static final int ATTEMPTS = 5;

    /**
     * Next hops that are asked for after a batch; of the others the first packet has to ask. A hundred batches must not ask
     * for more than the kernel's neighbour table holds (net.ipv4.neigh.default.gc_thresh3, 1024).
     */
    private static final int NEXT_HOPS = 10;

    private final UserRules rules;
    private final UserChanges changes;
    private final ChangeLock lock;
    private final Dataplane dataplane;

    BatchedUsers(UserRules rules, UserChanges changes, ChangeLock lock, Dataplane dataplane) {
        this.rules = rules;
        this.changes = changes;
        this.lock = lock;
        this.dataplane = dataplane;
    }

    @Override
    public List<Outcome> put(List<Entry> batch) {
        Map<Integer, Outcome> refused = new HashMap<>();
        List<Entry> valid = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            try {
                rules.check(entry.userId(), entry.spec());
                valid.add(entry);
            } catch (InvalidValueException e) {
                refused.put(i, new Refused(e));
            }
        }
        List<Outcome> rest = commit(valid);
        resolveNextHops(valid);
        List<Outcome> outcomes = new ArrayList<>(batch.size());
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            Outcome early = refused.get(i);
            outcomes.add(early == null ? rest.get(next++) : early);
        }
        return outcomes;
    }

    /** Commits alone in this process, and again if a writer elsewhere came between reading and writing. */
    private List<Outcome> commit(List<Entry> entries) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return lock.exclusively(() -> changes.putAll(entries));
            } catch (VersionConflictException e) {
                // What was read is no longer there: read again.
            }
        }
        return lock.exclusively(() -> changes.putAll(entries));
    }

    private void resolveNextHops(List<Entry> entries) {
        Set<InetAddress> asked = new HashSet<>();
        for (Entry entry : entries) {
            InetAddress address = entry.spec().destination().address();
            if (asked.size() < NEXT_HOPS && asked.add(address)) {
                dataplane.resolveNeighbourOf(address);
            }
        }
    }
}
