package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.HostInfo;

/**
 * {@code clock_map}: tells the kernel's program how far wall-clock time is ahead of CLOCK_MONOTONIC, the only clock it
 * may read on every kernel. The entry outlives this process, so tickets expire without it.
 */
final class WallClock {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final MapMirror map;
    private final Clock clock;
    private final HostInfo host;

    WallClock(BpfMap map, Clock clock, HostInfo host) {
        this.map = MapMirror.ofArray(map);
        this.clock = clock;
        this.host = host;
    }

    /**
     * Follows steps and drift of the wall clock; to be called every second or so.
     *
     * @param found counts what somebody else has written there
     */
    void synchronize(MapDifferences found) {
        Instant wall = clock.instant();
        long offset = wall.getEpochSecond() * NANOS_PER_SECOND + wall.getNano() - host.monotonicNanos();
        byte[] entry = Layout.allocate(Long.BYTES).putLong(offset).array();
        map.hold(Map.of(ByteBuffer.wrap(Layout.key32(0)), entry), found);
    }
}
