package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * A BPF map that nobody else is to write, kept equal to what it is to hold with as few writes as that takes. What it holds
 * already, of a relay before, is part of it.
 */
final class MapMirror {

    private final BpfMap map;
    private final Predicate<byte[]> isEntry;
    private final Consumer<byte[]> remove;
    private Map<ByteBuffer, byte[]> written;

    private MapMirror(BpfMap map, Predicate<byte[]> isEntry, Consumer<byte[]> remove) {
        this.map = map;
        this.isEntry = isEntry;
        this.remove = remove;
        this.written = read();
    }

    static MapMirror ofHash(BpfMap map) {
        return new MapMirror(map, value -> true, map::delete);
    }

    /** Mirrors an array: zeros are nothing, and what is removed is overwritten with them. */
    static MapMirror ofArray(BpfMap map) {
        byte[] nothing = new byte[map.valueSize()];
        return new MapMirror(
                map, value -> !Arrays.equals(value, nothing), key -> map.update(key, nothing, BpfMap.Update.ANY));
    }

    /** Calls {@code visitor} with each key and value. */
    void forEach(BiConsumer<byte[], byte[]> visitor) {
        written.forEach((key, value) -> visitor.accept(key.array(), value));
    }

    /**
     * Makes the map hold these entries and no others. Removes before it adds: the map may be full.
     *
     * @param found counts what somebody else has written there since, or removed
     * @return whether anything was changed, by whomever
     */
    boolean hold(Map<ByteBuffer, byte[]> wanted, MapDifferences found) {
        boolean edited = look(found);
        boolean removed = retain(wanted.keySet());
        boolean put = false;
        for (Map.Entry<ByteBuffer, byte[]> entry : wanted.entrySet()) {
            put |= put(entry.getKey(), entry.getValue());
        }
        return edited || removed || put;
    }

    /** Looks at what somebody else has made of the map; returns whether there was anything. */
    private boolean look(MapDifferences found) {
        Map<ByteBuffer, byte[]> present = read();
        long missing = written.keySet().stream()
                .filter(key -> !present.containsKey(key))
                .count();
        long extra = present.keySet().stream()
                .filter(key -> !written.containsKey(key))
                .count();
        long other = written.entrySet().stream()
                .filter(entry -> present.containsKey(entry.getKey())
                        && !Arrays.equals(present.get(entry.getKey()), entry.getValue()))
                .count();
        found.add(map.name(), Kind.MISSING, missing);
        found.add(map.name(), Kind.EXTRA, extra);
        found.add(map.name(), Kind.OTHER, other);
        written = present;
        return missing + extra + other > 0;
    }

    private Map<ByteBuffer, byte[]> read() {
        Map<ByteBuffer, byte[]> present = new HashMap<>();
        map.forEach((key, value) -> {
            if (isEntry.test(value)) {
                present.put(ByteBuffer.wrap(key), value);
            }
        });
        return present;
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
