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
        return Arrays.stream(VerdictReason.values()).map(this::read).toList();
    }

    private VerdictCount read(VerdictReason reason) {
        ByteBuffer perCpu = Layout.wrap(map.lookup(Layout.key32(reason.slot())).orElseThrow());
        long packets = 0;
        long bytes = 0;
        while (perCpu.hasRemaining()) {
            packets += perCpu.getLong();
            bytes += perCpu.getLong();
        }
        return new VerdictCount(reason, packets, bytes);
    }
}
