package org.lumenlink.relay.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.relay.RotationRefusedException;
import org.lumenlink.relay.relay.TokenKeys;

/** Token keys without a registry: one is active, and one more can be staged. */
class InMemoryTokenKeys implements TokenKeys {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final View ACTIVE = new View(2, "active", NOW, NOW, null, null, null);
    private static final View RETIRING =
            new View(1, "retiring", NOW, NOW, NOW, null, Instant.parse("2026-01-09T03:05:06Z"));
    private static final View STAGED = new View(3, "staged", NOW, null, null, NOW.plusSeconds(60), null);

    private final List<View> keys = new ArrayList<>();

    InMemoryTokenKeys() {
        clear();
    }

    final synchronized void clear() {
        keys.clear();
        keys.addAll(List.of(ACTIVE, RETIRING));
    }

    @Override
    public synchronized Listing list() {
        return new Listing(List.copyOf(keys), null);
    }

    @Override
    public synchronized View rotate() {
        if (keys.contains(STAGED)) {
            throw new RotationRefusedException("a rotation is under way");
        }
        keys.addFirst(STAGED);
        return STAGED;
    }
}
