package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.lumenlink.relay.libbpf.BpfMap;

/** {@code stats_map}: packets and bytes per verdict reason, summed over the CPUs. */
final class StatsMap {

    private final BpfMap map;

    StatsMap(BpfMap map) {
        this.map = map;
    }

    List<VerdictCount> read() {
        long[] packets = new long[map.maxEntries()];
        long[] bytes = new long[map.maxEntries()];
        map.forEach((key, value) -> {
            ByteBuffer perCpu = Layout.wrap(value);
            int slot = Layout.wrap(key).getInt();
            while (perCpu.hasRemaining()) {
                packets[slot] += perCpu.getLong();
                bytes[slot] += perCpu.getLong();
            }
        });
        return Arrays.stream(VerdictReason.values())
                .map(reason -> new VerdictCount(reason, packets[reason.slot()], bytes[reason.slot()]))
                .toList();
    }
}
