package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.Netlink;
import org.lumenlink.relay.libbpf.Netlink.ManagedNeighbours;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel resolve next hops and keep them so, since XDP cannot wait for ARP or neighbour discovery. Addresses may be those of clients: they are never logged.
 */
final class NeighbourResolver {

    private static final Logger log = LoggerFactory.getLogger(NeighbourResolver.class);

    private final Netlink netlink;

    NeighbourResolver(Netlink netlink) {
        this.netlink = netlink;
    }

    /** Has the next hop towards a destination resolved before the first packet needs it, if there is a route. */
    void resolveTowards(InetAddress destination) {
        try {
            netlink.route(destination).ifPresent(route -> {
                @Nullable InetAddress gateway = route.gateway();
                netlink.resolveNeighbour(route.interfaceIndex(), gateway == null ? destination : gateway);
            });
        } catch (KernelException e) {
            log.warn("Cannot have the next hop towards a destination resolved: {}", e.errno());
        }
    }

    /** Returns how the kernel stands with the next hops that it keeps resolved. */
    NextHops nextHops() {
        ManagedNeighbours counted = netlink.managedNeighbours();
        return new NextHops(counted.resolved(), counted.waiting(), counted.failed());
    }

    /** Has a neighbour resolved that the program has asked for. */
    void resolve(int interfaceIndex, InetAddress address) {
        try {
            netlink.resolveNeighbour(interfaceIndex, address);
        } catch (KernelException e) {
            log.warn("Cannot have a neighbour on interface {} resolved: {}", interfaceIndex, e.errno());
        }
    }
}
