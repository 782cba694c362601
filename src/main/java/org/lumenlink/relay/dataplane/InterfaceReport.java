package org.lumenlink.relay.dataplane;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lumenlink.relay.dataplane.check.FrameLimit;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;
import org.lumenlink.relay.libbpf.XdpMode;

/** Describes the interfaces that the program is attached to, as they are now. */
final class InterfaceReport {

    private final Netlink netlink;
    private final FrameLimit limit;

    InterfaceReport(Netlink netlink, FrameLimit limit) {
        this.netlink = netlink;
        this.limit = limit;
    }

    /** Describes each of them; one that has just gone is left out. */
    List<InterfaceStatus> describe(List<Attachment> attached) {
        List<Link> links = netlink.links();
        return attached.stream()
                .flatMap(each -> links.stream()
                        .filter(link -> link.index() == each.interfaceIndex())
                        .map(link -> describe(each, link, links)))
                .toList();
    }

    private InterfaceStatus describe(Attachment attachment, Link link, List<Link> links) {
        List<Port> tagged = Port.among(links, List.of(link.index())).stream()
                .filter(Port::isServed)
                .filter(port -> !port.tags().isEmpty())
                .toList();
        boolean generic = attachment.mode() == XdpMode.GENERIC;
        OptionalInt largest = generic ? OptionalInt.empty() : limit.ofNative(link);
        return new InterfaceStatus(
                attachment,
                link.isUp(),
                link.mac(),
                link.mtu(),
                largest,
                generic ? Optional.of(true) : fits(link, tagged, largest),
                tagged.stream()
                        .map(port ->
                                new VlanDevice(port.link().name(), port.link().index(), port.tags()))
                        .toList());
    }

    private static Optional<Boolean> fits(Link link, List<Port> tagged, OptionalInt largest) {
        int longest = tagged.stream()
                .mapToInt(port ->
                        port.link().mtu() + FrameLimit.VLAN_TAG * port.tags().size())
                .reduce(link.mtu(), Math::max);
        return largest.isEmpty()
                ? Optional.empty()
                : Optional.of(longest + FrameLimit.ETHERNET_HEADER <= largest.getAsInt());
    }
}
