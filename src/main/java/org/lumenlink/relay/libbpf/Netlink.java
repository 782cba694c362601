package org.lumenlink.relay.libbpf;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.internal.NativeNetlink;

/**
 * The kernel's interfaces, their addresses, routes and neighbours (rtnetlink(7)), in the network namespace of the thread that opened this. Safe
 * for use by several threads. Closing twice is harmless.
 */
public interface Netlink extends AutoCloseable {

    static Netlink open() {
        return NativeNetlink.open();
    }

    /** Returns how the kernel would send to an address, or empty if it has no route. */
    Optional<Route> route(InetAddress destination);

    /**
     * Has the kernel resolve a neighbour now and keep it resolved (NTF_EXT_MANAGED); where the kernel is older than
     * 5.16, resolves it once (NTF_USE).
     *
     * @param interfaceIndex where the neighbour is
     * @param address the next hop, on that link
     * @throws KernelException if the kernel refuses, such as ENODEV
     */
    void resolveNeighbour(int interfaceIndex, InetAddress address);

    /** Returns whether the kernel has a usable link-layer address for a neighbour. */
    boolean isNeighbourResolved(int interfaceIndex, InetAddress address);

    /** Counts the neighbours that the kernel keeps resolved; there are none where it is older than 5.16. */
    ManagedNeighbours managedNeighbours();

    /** Returns the usable addresses that reach beyond their link, by the interface's index, primary ones first. */
    Map<Integer, List<InetAddress>> addresses();

    /** Returns all interfaces, in no particular order. */
    List<Link> links();

    @Override
    void close();

    /**
     * A route.
     *
     * @param interfaceIndex where it leads out
     * @param gateway the next hop, or null if the destination is on the link
     * @param source the address that the kernel would send from, if it says so
     */
    record Route(
            int interfaceIndex,
            @Nullable InetAddress gateway,
            @Nullable InetAddress source) {}

    /**
     * Numbers of neighbours that {@link #resolveNeighbour} has asked for, by state.
     *
     * @param resolved with a usable link-layer address
     * @param waiting asked for, and not answered yet
     * @param failed not answered
     */
    record ManagedNeighbours(int resolved, int waiting, int failed) {}
}
