package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * A BPF map that nobody else writes, kept equal to what it is to hold with as few calls of the kernel as that takes. What
 * it holds already, of a relay before, is part of it; zeros are nothing.
 */
final class MapMirror {

    private final BpfMap map;
    private final Consumer<byte[]> remove;
    private final Map<ByteBuffer, byte[]> written = new HashMap<>();

    private MapMirror(BpfMap map, Consumer<byte[]> remove) {
        this.map = map;
        this.remove = remove;
        map.forEach((key, value) -> {
            if (!Arrays.equals(value, new byte[value.length])) {
                written.put(ByteBuffer.wrap(key), value);
            }
        });
    }

    static MapMirror ofHash(BpfMap map) {
        return new MapMirror(map, map::delete);
    }

    /** Mirrors an array: what is removed is overwritten with zeros. */
    static MapMirror ofArray(BpfMap map) {
        return new MapMirror(map, key -> map.update(key, new byte[map.valueSize()], BpfMap.Update.ANY));
    }

    /** Calls {@code visitor} with each key and value. */
    void forEach(BiConsumer<byte[], byte[]> visitor) {
        written.forEach((key, value) -> visitor.accept(key.array(), value));
    }

    /**
     * Makes the map hold these entries and no others. Removes before it adds: the map may be full.
     *
     * @return whether anything was changed
     */
    boolean hold(Map<ByteBuffer, byte[]> wanted) {
        boolean removed = retain(wanted.keySet());
        boolean put = false;
        for (Map.Entry<ByteBuffer, byte[]> entry : wanted.entrySet()) {
            put |= put(entry.getKey(), entry.getValue());
        }
        return removed || put;
    }

    private boolean retain(Set<ByteBuffer> wanted) {
        List<ByteBuffer> others =
                written.keySet().stream().filter(key -> !wanted.contains(key)).toList();
        for (ByteBuffer key : others) {
            remove.accept(key.array());
            written.remove(key);
        }
        return !others.isEmpty();
    }

    private boolean put(ByteBuffer key, byte[] value) {
        if (Arrays.equals(written.get(key), value)) {
            return false;
        }
        map.update(key.array(), value, BpfMap.Update.ANY);
        written.put(key, value);
        return true;
    }
}
