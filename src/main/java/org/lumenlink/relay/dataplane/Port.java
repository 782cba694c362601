package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;

/**
 * An interface that relayed packets come in and leave by: one that the program is attached to, or a VLAN device on top of
 * one, whose frames pass there with tags.
 *
 * @param link the interface that has the addresses
 * @param attachedIndex of the interface that has the program
 * @param tags outermost first; none if that is the same
 */
record Port(Link link, int attachedIndex, List<VlanTag> tags) {

    /** As many as the program reads and writes: 802.1Q in 802.1ad. */
    static final int MAX_TAGS = 2;

    /** Finds the ports among all interfaces, in the order of these. */
    static List<Port> among(List<Link> links, Set<Integer> attachedIndexes) {
        Map<Integer, Link> byIndex = links.stream().collect(Collectors.toMap(Link::index, Function.identity()));
        return links.stream()
                .map(link -> find(link, byIndex, attachedIndexes))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Looks for the program below an interface. Where several have it, the lowest does the work: frames are there first,
     * and VLAN devices cannot send what a program redirects to them.
     */
    private static Optional<Port> find(Link link, Map<Integer, Link> links, Set<Integer> attachedIndexes) {
        List<VlanTag> tags = new ArrayList<>();
        @Nullable Port found = null;
        @Nullable Link below = link;
        while (below != null && tags.size() <= MAX_TAGS) {
            if (attachedIndexes.contains(below.index())) {
                found = new Port(link, below.index(), List.copyOf(tags));
            }
            Vlan vlan = below.vlan();
            below = vlan == null ? null : links.get(vlan.parentIndex());
            if (vlan != null) {
                tags.addFirst(new VlanTag(vlan.protocol(), vlan.id()));
            }
        }
        return Optional.ofNullable(found);
    }
}
