package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.util.List;
import org.lumenlink.relay.libbpf.BpfMap.Entry;
import org.lumenlink.relay.libbpf.BpfMap.Update;
import org.lumenlink.relay.libbpf.Errno;

/** Writes many entries: with a system call for each thousand (BPF_MAP_UPDATE_BATCH, Linux 5.6), else one by one. */
final class MapWriter {

    private static final int ENTRIES = 1024;

    /* struct bpf_map_batch_opts of bpf/bpf.h: size_t sz; __u64 elem_flags, flags. */
    private static final int OPTS_SIZE = 24;

    private final NativeBpfMap map;

    MapWriter(NativeBpfMap map) {
        this.map = map;
    }

    void write(List<Entry> entries) {
        int room = Math.min(entries.size(), ENTRIES);
        if (room == 0) {
            return;
        }
        try (Memory opts = new Memory(OPTS_SIZE);
                Memory keys = new Memory((long) room * map.keySize());
                Memory values = new Memory((long) room * map.valueSize())) {
            opts.clear();
            opts.setLong(0, OPTS_SIZE);
            for (int from = 0; from < entries.size(); from += room) {
                List<Entry> batch = entries.subList(from, Math.min(from + room, entries.size()));
                fill(batch, keys, values);
                int[] count = {batch.size()};
                int result = map.withFd(fd -> LibbpfSymbols.bpf_map_update_batch(fd, keys, values, count, opts));
                if (result == -Errno.EINVAL || result == -Errnos.ENOTSUPP) {
                    batch.forEach(entry -> map.update(entry.key(), entry.value(), Update.ANY));
                } else if (result < 0) {
                    throw map.updateFailure(result);
                }
            }
        }
    }

    private void fill(List<Entry> batch, Memory keys, Memory values) {
        long key = 0;
        long value = 0;
        for (Entry entry : batch) {
            map.requireSizes(entry.key(), entry.value());
            keys.write(key, entry.key(), 0, map.keySize());
            values.write(value, entry.value(), 0, map.valueSize());
            key += map.keySize();
            value += map.valueSize();
        }
    }
}
