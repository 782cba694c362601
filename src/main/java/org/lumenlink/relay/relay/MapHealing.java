package org.lumenlink.relay.relay;

import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.springframework.stereotype.Component;

/**
 * Counts how often the maps were compared with the registry while the relay served, and what was mended then, or by the
 * dataplane itself.
 */
@Component
public class MapHealing {

    private final MapDifferences mended = new MapDifferences();
    private final Dataplane dataplane;
    private volatile long rounds;

    MapHealing(Dataplane dataplane) {
        this.dataplane = dataplane;
    }

    /** Returns how often they were compared. */
    public long rounds() {
        return rounds;
    }

    /** Returns how many entries of a map were mended. */
    public long mended(String map, MapDifferences.Kind kind) {
        return mended.count(map, kind) + dataplane.mended().count(map, kind);
    }

    synchronized void add(MapDifferences found) {
        rounds++;
        mended.addAll(found);
    }
}
