package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.lumenlink.relay.dataplane.MapInfo;
import org.lumenlink.relay.dataplane.VerdictReason;

/**
 * Exports the dataplane's figures. None of them names a user: users are many, and who sends how much is theirs to know.
 * Micrometer holds its meters' figures weakly; this object keeps them.
 */
class RelayMeters implements MeterBinder {

    private static final String SESSIONS = "session_map";

    private final List<MapInfo> maps;
    private final SharedReading<Reading> figures;

    /**
     * @param source takes the figures
     * @param nanoTime as {@link System#nanoTime}
     */
    RelayMeters(Supplier<Reading> source, LongSupplier nanoTime) {
        this.maps = List.copyOf(source.get().maps().values());
        this.figures = new SharedReading<>(source, nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (VerdictReason reason : VerdictReason.values()) {
            bind(reason, registry);
        }
        maps.forEach(map -> bind(map, registry));
        gauge("lumenlink.relay.sessions", "", "", figures -> figures.entries(SESSIONS))
                .description("Sessions whose tickets have not expired")
                .register(registry);
        bindEgressPorts(registry);
        bindNextHops(registry);
    }

    private void bind(VerdictReason reason, MeterRegistry registry) {
        String verdict = reason.label();
        FunctionCounter.builder(
                        "lumenlink.relay.packets",
                        figures,
                        f -> f.read("packets " + verdict).verdict(reason).packets())
                .tag("direction", reason.direction().label())
                .tag("verdict", verdict)
                .description("Packets by the way they left the dataplane")
                .baseUnit("packets")
                .register(registry);
        FunctionCounter.builder(
                        "lumenlink.relay.bytes",
                        figures,
                        f -> f.read("bytes " + verdict).verdict(reason).bytes())
                .tag("direction", reason.direction().label())
                .tag("verdict", verdict)
                .description("Bytes of whole frames by the way they left the dataplane")
                .baseUnit("bytes")
                .register(registry);
    }

    private void bind(MapInfo map, MeterRegistry registry) {
        String name = map.name();
        if (map.entries() >= 0) {
            gauge("lumenlink.relay.map.entries", "map", name, figures -> figures.entries(name))
                    .description("Entries in a BPF map; none for arrays and rings, which are always whole")
                    .register(registry);
        }
        Gauge.builder("lumenlink.relay.map.capacity", map::maxEntries)
                .tag("map", name)
                .description("Entries that a BPF map has room for; bytes of a ring")
                .register(registry);
    }

    private void bindEgressPorts(MeterRegistry registry) {
        gauge(
                        "lumenlink.relay.egress.ports",
                        "",
                        "",
                        figures -> figures.egressPorts().count())
                .description("Egress ports that there are towards each destination")
                .register(registry);
        gauge(
                        "lumenlink.relay.egress.ports.used",
                        "",
                        "",
                        figures -> figures.egressPorts().busiest())
                .description("Egress ports in use towards the destination that has most, as of the latest sweep")
                .register(registry);
        gauge(
                        "lumenlink.relay.egress.flows",
                        "",
                        "",
                        figures -> figures.egressPorts().flows())
                .description("Sessions that have an egress port, as of the latest sweep")
                .register(registry);
    }

    private void bindNextHops(MeterRegistry registry) {
        bindNextHops("resolved", figures -> figures.nextHops().resolved(), registry);
        bindNextHops("waiting", figures -> figures.nextHops().waiting(), registry);
        bindNextHops("failed", figures -> figures.nextHops().failed(), registry);
    }

    private void bindNextHops(String state, ToDoubleFunction<Reading> figure, MeterRegistry registry) {
        gauge("lumenlink.relay.next.hops", "state", state, figure)
                .description("Next hops that the kernel keeps resolved for the relay, by how it stands with them")
                .register(registry);
    }

    private Gauge.Builder<SharedReading<Reading>> gauge(
            String name, String label, String value, ToDoubleFunction<Reading> figure) {
        Gauge.Builder<SharedReading<Reading>> gauge =
                Gauge.builder(name, figures, f -> figure.applyAsDouble(f.read(name + " " + value)));
        return label.isEmpty() ? gauge : gauge.tag(label, value);
    }
}
