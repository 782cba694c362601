package org.lumenlink.relay.dataplane.check;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;

/** Clients send to an address of the relay, and destinations answer to one. */
final class AddressCheck implements InterfaceCheck {

    private final Netlink netlink;

    AddressCheck(Netlink netlink) {
        this.netlink = netlink;
    }

    @Override
    public List<Finding> run(Link link) {
        List<InetAddress> addresses = netlink.addresses().getOrDefault(link.index(), List.of());
        return List.of(
                addresses.isEmpty()
                        ? Finding.problem(
                                link.name(),
                                "interface " + link.name()
                                        + " has no IPv4 or IPv6 address that clients or destinations could reach",
                                "ip addr add ADDRESS/PREFIX dev " + link.name())
                        : Finding.ok(
                                link.name(),
                                "has "
                                        + addresses.stream()
                                                .map(InetAddress::getHostAddress)
                                                .collect(Collectors.joining(", "))));
    }
}
