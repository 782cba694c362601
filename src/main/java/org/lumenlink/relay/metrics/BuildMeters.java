package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import org.lumenlink.relay.relay.RelayStatus.DataplaneView;

/** Exports which build of the relay runs on what, as the labels of a figure that is always 1. */
class BuildMeters implements MeterBinder {

    private final DataplaneView dataplane;

    BuildMeters(DataplaneView dataplane) {
        this.dataplane = dataplane;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        String version = BuildMeters.class.getPackage().getImplementationVersion();
        Gauge.builder("lumenlink.relay.build.info", () -> 1)
                .tag("version", Objects.requireNonNullElse(version, "(not packaged)"))
                .tag("layout", String.valueOf(dataplane.layoutVersion()))
                .tag("kernel", dataplane.kernel())
                .tag("libbpf", dataplane.libbpf())
                .description("Build of the relay, layout of its maps, kernel and libbpf that it runs on")
                .register(registry);
    }
}
