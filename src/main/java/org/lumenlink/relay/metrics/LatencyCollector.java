package org.lumenlink.relay.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.Supplier;
import org.lumenlink.relay.dataplane.Latency;

/** Exports how long the kernel's program takes for relayed packets as a histogram in seconds. */
class LatencyCollector implements Collector {

    private static final String NAME = "lumenlink_relay_latency_seconds";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<Latency> source;

    LatencyCollector(Supplier<Latency> source) {
        this.source = source;
    }

    @Override
    public HistogramSnapshot collect() {
        Latency latency = source.get();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long[] packets = latency.packets();
        for (int slot = 0; slot < packets.length; slot++) {
            boolean isLast = slot == packets.length - 1;
            double bound = isLast ? Double.POSITIVE_INFINITY : (1L << slot) / NANOS_PER_SECOND;
            buckets.bucket(bound, packets[slot]);
        }
        return HistogramSnapshot.builder()
                .name(NAME)
                .unit(Unit.SECONDS)
                .help("Time that the kernel's program takes for relayed packets, of a sample of them")
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(latency.nanoseconds() / NANOS_PER_SECOND)
                        .build())
                .build();
    }
}
