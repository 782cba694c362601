package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.lumenlink.relay.dataplane.AttachedInterfaces;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.RelayReadiness;

/** Exports what state the relay is in: 1 for yes, 0 for no. Figures that cannot be had at the moment are NaN. */
class StateMeters implements MeterBinder {

    private final LongSupplier users;
    private final RelayReadiness readiness;
    private final Draining draining;
    private final Supplier<AttachedInterfaces> interfaces;

    /**
     * @param users how many are registered; may fail as the store does
     * @param interfaces throws IllegalStateException while they are not looked after
     */
    StateMeters(
            LongSupplier users, RelayReadiness readiness, Draining draining, Supplier<AttachedInterfaces> interfaces) {
        this.users = users;
        this.readiness = readiness;
        this.draining = draining;
        this.interfaces = interfaces;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge("ready", "Whether the relay does what it was told, and can be told more", this::ready, registry);
        gauge("draining", "Whether the relay is being taken out of service", this::draining, registry);
        gauge("store.healthy", "Whether the registry takes changes", this::storeHealthy, registry);
        gauge("users", "Users registered", this::users, registry);
        String help = "Interfaces that are to have the program, by whether they have it";
        Gauge.builder("lumenlink.relay.interfaces", () -> interfaces(true))
                .description(help)
                .tags(Tags.of("state", "attached"))
                .register(registry);
        Gauge.builder("lumenlink.relay.interfaces", () -> interfaces(false))
                .description(help)
                .tags(Tags.of("state", "missing"))
                .register(registry);
    }

    private static void gauge(String name, String help, Supplier<Number> figure, MeterRegistry registry) {
        Gauge.builder("lumenlink.relay." + name, figure).description(help).register(registry);
    }

    private int ready() {
        try {
            return readiness.isReady() ? 1 : 0;
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    private int draining() {
        return draining.since() == null ? 0 : 1;
    }

    private int storeHealthy() {
        return readiness.storeReason().isEmpty() ? 1 : 0;
    }

    private double users() {
        return StoreFigures.orElse(() -> (double) users.getAsLong(), Double.NaN);
    }

    private double interfaces(boolean attached) {
        try {
            AttachedInterfaces present = interfaces.get();
            return attached ? present.attached().size() : present.missing().size();
        } catch (IllegalStateException e) {
            return Double.NaN;
        }
    }
}
