package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import org.lumenlink.relay.libbpf.BpfMap;

/** {@code latency_map}: how long the program took for relayed packets, summed over the CPUs. */
final class LatencyMap {

    private final BpfMap map;

    LatencyMap(BpfMap map) {
        this.map = map;
    }

    Latency read() {
        long[] packets = new long[map.maxEntries()];
        long[] nanoseconds = {0};
        map.forEach((key, value) -> {
            ByteBuffer perCpu = Layout.wrap(value);
            int slot = Layout.wrap(key).getInt();
            while (perCpu.hasRemaining()) {
                packets[slot] += perCpu.getLong();
                nanoseconds[0] += perCpu.getLong();
            }
        });
        return new Latency(packets, nanoseconds[0]);
    }
}
