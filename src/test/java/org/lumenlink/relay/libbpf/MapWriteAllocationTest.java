package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.libbpf.BpfTests.bytes;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.BpfMap.Entry;
import org.lumenlink.relay.libbpf.BpfMap.Update;

/** Writing to maps leaves next to nothing for the garbage collector, whether entry by entry or many at once. */
class MapWriteAllocationTest {

    private static final int ENTRIES = 5000;
    private static final int ROUNDS = 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void requireBpf() {
        BpfTests.requireBpf();
    }

    @Test
    void entriesWhenWrittenAtOnceThenAFewBytesEach() {
        try (BpfObject object = BpfTests.open("maps")) {
            object.setMaxEntries("hash", ENTRIES);
            object.load();
            BpfMap map = object.map("hash");
            List<Entry> entries = entries(map);

            map.updateAll(entries);
            long allocated = allocatedBy(() -> map.updateAll(entries));

            assertThat(map.count()).isEqualTo(entries.size());
            assertThat(allocated / ((double) ROUNDS * entries.size())).isLessThan(8);
        }
    }

    @Test
    void entryWhenWrittenThenLessThanACacheLineOrTwo() {
        try (BpfObject object = BpfTests.open("maps")) {
            object.setMaxEntries("hash", ENTRIES);
            object.load();
            BpfMap map = object.map("hash");
            List<Entry> entries = entries(map);

            long allocated =
                    allocatedBy(() -> entries.forEach(entry -> map.update(entry.key(), entry.value(), Update.ANY)));

            assertThat(map.count()).isEqualTo(entries.size());
            assertThat(allocated / ((double) ROUNDS * entries.size())).isLessThan(128);
        }
    }

    private static List<Entry> entries(BpfMap map) {
        return IntStream.range(0, map.maxEntries())
                .mapToObj(key -> new Entry(bytes(key), new byte[map.valueSize()]))
                .toList();
    }

    private static long allocatedBy(Runnable writes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < ROUNDS; round++) {
            writes.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
