package org.lumenlink.relay.libbpf.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;

/** Speaks rtnetlink over a socket of its own. */
public final class NativeNetlink implements Netlink {

    private final NetlinkSocket socket;

    private final RouteTable routes;

    private final NeighbourTable neighbours;

    private final AddressTable addresses;

    private final LinkTable links;

    private NativeNetlink(NetlinkSocket socket) {
        this.socket = socket;
        this.routes = new RouteTable(socket);
        this.neighbours = new NeighbourTable(socket);
        this.addresses = new AddressTable(socket);
        this.links = new LinkTable(socket);
    }

    /** Opens a socket in the calling thread's network namespace. */
    public static Netlink open() {
        return new NativeNetlink(NetlinkSocket.open());
    }

    @Override
    public Optional<Route> route(InetAddress destination) {
        return routes.route(destination);
    }

    @Override
    public void resolveNeighbour(int interfaceIndex, InetAddress address) {
        neighbours.resolve(interfaceIndex, address);
    }

    @Override
    public boolean isNeighbourResolved(int interfaceIndex, InetAddress address) {
        return neighbours.isResolved(interfaceIndex, address);
    }

    @Override
    public ManagedNeighbours managedNeighbours() {
        return neighbours.managed();
    }

    @Override
    public Map<Integer, List<InetAddress>> addresses() {
        return addresses.byInterface();
    }

    @Override
    public List<Link> links() {
        return links.links();
    }

    @Override
    public void close() {
        socket.close();
    }
}
