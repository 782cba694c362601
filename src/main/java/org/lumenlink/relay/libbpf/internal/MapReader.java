package org.lumenlink.relay.libbpf.internal;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads all entries of a map: in batches where the kernel can, else key by key. Visitors are called while the map is
 * not held, so that they may use or close it themselves.
 */
final class MapReader {

    private final NativeBpfMap map;

    MapReader(NativeBpfMap map) {
        this.map = map;
    }

    void forEach(BiConsumer<byte[], byte[]> visitor) {
        requireKeys();
        if (!readBatches(batch -> batch.forEach(visitor))) {
            readKeys(key -> map.lookup(key).ifPresent(value -> visitor.accept(key, value)));
        }
    }

    int count() {
        requireKeys();
        int[] count = {0};
        if (!readBatches(batch -> count[0] += batch.size())) {
            readKeys(key -> count[0]++);
        }
        return count[0];
    }

    private void requireKeys() {
        if (map.keySize() == 0) {
            throw new UnsupportedOperationException("BPF map " + map.name() + " has no keys to read it by");
        }
    }

    /** Returns false, with nothing read, if the kernel cannot read this kind of map in batches. */
    private boolean readBatches(Consumer<MapBatch> consumer) {
        try (MapBatch batch = new MapBatch(map)) {
            MapBatch.State state = batch.read();
            while (state == MapBatch.State.MORE) {
                consumer.accept(batch);
                state = batch.read();
            }
            if (state == MapBatch.State.LAST) {
                consumer.accept(batch);
            }
            return state != MapBatch.State.UNSUPPORTED;
        }
    }

    /** Ends after twice the map's size: the kernel starts again from the first key when the current one is gone. */
    private void readKeys(Consumer<byte[]> consumer) {
        try (MapKeys keys = new MapKeys(map)) {
            long left = 2L * Integer.toUnsignedLong(map.maxEntries());
            while (left > 0 && keys.next()) {
                consumer.accept(keys.key());
                left--;
            }
        }
    }
}
