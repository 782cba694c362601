package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.relay.RelayStatus;
import org.lumenlink.relay.relay.RelayStatus.MapView;

/**
 * Exports the relay's figures. None of them names a user: users are many, and who sends how much is theirs to know.
 * Micrometer holds its meters' figures weakly; this object keeps them.
 */
class RelayMeters implements MeterBinder {

    private final RelayStatus status;
    private final SharedReading<Reading> figures;

    RelayMeters(RelayStatus status, LongSupplier nanoTime) {
        this.status = status;
        this.figures = new SharedReading<>(() -> Reading.of(status), nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (VerdictReason reason : VerdictReason.values()) {
            bind(reason.label(), registry);
        }
        Gauge.builder("lumenlink.relay.users", figures, f -> f.read("users").users())
                .description("Users registered")
                .register(registry);
        Gauge.builder(
                        "lumenlink.relay.sessions",
                        figures,
                        f -> f.read("sessions").sessions())
                .description("Sessions in the session table")
                .register(registry);
        status.dataplane().maps().stream().filter(map -> map.entries() >= 0).forEach(map -> bind(map, registry));
    }

    private void bind(String verdict, MeterRegistry registry) {
        FunctionCounter.builder(
                        "lumenlink.relay.packets",
                        figures,
                        f -> f.read("packets " + verdict).verdict(verdict).packets())
                .tag("verdict", verdict)
                .description("Packets by the way they left the dataplane")
                .baseUnit("packets")
                .register(registry);
        FunctionCounter.builder(
                        "lumenlink.relay.bytes",
                        figures,
                        f -> f.read("bytes " + verdict).verdict(verdict).bytes())
                .tag("verdict", verdict)
                .description("Bytes of whole frames by the way they left the dataplane")
                .baseUnit("bytes")
                .register(registry);
    }

    private void bind(MapView map, MeterRegistry registry) {
        String name = map.name();
        Gauge.builder(
                        "lumenlink.relay.map.entries",
                        figures,
                        f -> f.read("map " + name).entries(name))
                .tag("map", name)
                .description("Entries in a BPF map")
                .register(registry);
        Gauge.builder("lumenlink.relay.map.capacity", map::maxEntries)
                .tag("map", name)
                .description("Entries that a BPF map has room for")
                .register(registry);
    }
}
