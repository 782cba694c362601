package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.lumenlink.relay.dataplane.MapDifferences;
import org.lumenlink.relay.relay.MapHealing;

/** Exports how often the maps were compared with the registry, and what of them had to be mended. */
class MapHealingMeters implements MeterBinder {

    private final MapHealing healing;

    MapHealingMeters(MapHealing healing) {
        this.healing = healing;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("lumenlink.relay.map.comparisons", healing, MapHealing::rounds)
                .description("How often the maps were compared with the registry while the relay served")
                .register(registry);
        for (String map : MapDifferences.MAPS) {
            for (MapDifferences.Kind kind : MapDifferences.Kind.values()) {
                FunctionCounter.builder("lumenlink.relay.map.mended", healing, each -> each.mended(map, kind))
                        .tag("map", map)
                        .tag("kind", kind.label())
                        .description("Entries of the maps that were not as they should be, and were mended")
                        .register(registry);
            }
        }
    }
}
