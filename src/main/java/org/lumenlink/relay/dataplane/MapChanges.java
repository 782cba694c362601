package org.lumenlink.relay.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.Btf;
import org.lumenlink.relay.libbpf.MapShape;

/** What of each pinned map differs from that which an object makes: its room, or what its entries look like. */
final class MapChanges {

    private final BpfObject object;
    private final Btf before;
    private final Btf now;
    private final Map<String, BpfMap> pinned;

    /**
     * Compares.
     *
     * @param object not loaded yet
     * @param before the types of the pinned maps
     * @param pinned maps by the names that they have in the object
     */
    MapChanges(BpfObject object, Btf before, Map<String, BpfMap> pinned) {
        this.object = object;
        this.before = before;
        this.now = Btf.parse(object.btf());
        this.pinned = pinned;
    }

    /** Returns what differs, in words; empty if the pinned map is just what the object would make. */
    Optional<String> difference(String name) {
        return Stream.of(kindDifference(name), layoutDifference(name), roomDifference(name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Returns why the entries of the pinned map cannot go over to one that the object makes; empty if they can.
     *
     * @param otherRoom whether they could if the other had another size
     */
    Optional<String> obstacle(String name, boolean otherRoom) {
        Optional<String> kind = kindDifference(name);
        if (kind.isPresent()) {
            return kind;
        }
        Optional<String> layout = layoutDifference(name);
        if (layout.isPresent() && conversion(name).isEmpty()) {
            return layout;
        }
        return otherRoom ? Optional.empty() : roomDifference(name);
    }

    /** Tells whether keys or values look otherwise. */
    boolean isOfOtherLayout(String name) {
        return layoutDifference(name).isPresent();
    }

    /** Returns what makes values of now of those of before; empty if nothing does. */
    Optional<Conversion> conversion(String name) {
        if (shape(name).isPerCpu()) {
            return Optional.empty();
        }
        return before.map(name)
                .flatMap(from -> now.map(name)
                        .filter(to -> to.key().equals(from.key()))
                        .flatMap(to -> Conversion.between(from.value(), to.value())));
    }

    private Optional<String> kindDifference(String name) {
        MapShape wanted = object.shape(name);
        return wanted.type() == shape(name).type()
                        && wanted.flags() == shape(name).flags()
                ? Optional.empty()
                : Optional.of(name + " is of another kind");
    }

    private Optional<String> layoutDifference(String name) {
        return before.map(name).equals(now.map(name))
                ? Optional.empty()
                : Optional.of(name + " has entries of another layout");
    }

    private Optional<String> roomDifference(String name) {
        int present = shape(name).maxEntries();
        int wanted = object.shape(name).maxEntries();
        return present == wanted
                ? Optional.empty()
                : Optional.of(name + " has room for " + Integer.toUnsignedLong(present) + " instead of "
                        + Integer.toUnsignedLong(wanted));
    }

    private MapShape shape(String name) {
        BpfMap map = pinned.get(name);
        if (map == null) {
            throw new IllegalArgumentException("the relay before had no " + name);
        }
        return map.shape();
    }
}
