package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;

/**
 * An interface that packets may leave by. A VLAN device's frames leave by the interface below it, with tags.
 *
 * @param link the interface as routes name it
 * @param base index of the interface that frames leave by
 * @param tags outermost first; none if both are the same
 * @param isServed whether the program is attached to {@code base}: then clients and destinations may be behind the port,
 *     and its addresses are the relay's
 */
record Port(Link link, int base, List<VlanTag> tags, boolean isServed) {

    /** Finds the ports among all interfaces: first those that are served, in the order of what they are attached to. */
    static List<Port> among(List<Link> links, List<Integer> attachedIndexes) {
        Map<Integer, Link> byIndex = links.stream().collect(Collectors.toMap(Link::index, Function.identity()));
        return links.stream()
                .map(link -> find(link, byIndex, attachedIndexes))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Port::isServed)
                        .reversed()
                        .thenComparingInt(port -> attachedIndexes.indexOf(port.base()))
                        .thenComparingInt(port -> port.tags().size())
                        .thenComparingInt(port -> port.link().index()))
                .toList();
    }

    /**
     * Looks for the base of an interface, as far down as the program can read and write tags. Where several have the
     * program the lowest does the work: frames are there first, and VLAN devices cannot send what a program redirects to
     * them.
     */
    private static Optional<Port> find(Link link, Map<Integer, Link> links, List<Integer> attachedIndexes) {
        List<VlanTag> tags = new ArrayList<>();
        @Nullable Port found = null;
        @Nullable Link below = link;
        while (below != null && tags.size() <= Layout.TAGS) {
            boolean isServed = attachedIndexes.contains(below.index());
            Vlan vlan = below.vlan();
            if (isServed || (found == null && vlan == null)) {
                found = new Port(link, below.index(), List.copyOf(tags), isServed);
            }
            below = vlan == null ? null : links.get(vlan.parentIndex());
            if (vlan != null) {
                tags.addFirst(new VlanTag(vlan.protocol(), vlan.id()));
            }
        }
        return Optional.ofNullable(found);
    }
}
