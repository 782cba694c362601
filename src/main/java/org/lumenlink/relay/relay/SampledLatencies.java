package org.lumenlink.relay.relay;

import java.util.stream.IntStream;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Latency;
import org.springframework.stereotype.Service;

@Service
class SampledLatencies implements Latencies {

    private final Dataplane dataplane;

    SampledLatencies(Dataplane dataplane) {
        this.dataplane = dataplane;
    }

    @Override
    public Histogram latency() {
        Latency latency = dataplane.latency();
        long[] packets = latency.packets();
        return new Histogram(
                latency.nanoseconds(),
                IntStream.range(0, packets.length)
                        .mapToObj(slot -> new Bucket(slot == packets.length - 1 ? null : 1L << slot, packets[slot]))
                        .toList());
    }
}
