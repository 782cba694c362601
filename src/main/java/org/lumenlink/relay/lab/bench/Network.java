package org.lumenlink.relay.lab.bench;

import java.net.InetAddress;
import java.util.List;

/**
 * The namespace that packets cross, by way of the relay or of what it is compared with:
 *
 * <pre>
 *   clients 10.0.0.0/9   via 192.0.2.10      |  "near" 192.0.2.1    "far" 198.51.100.1   |  via 198.51.100.10   destinations 10.128.0.0/9
 *   2001:db8:a::/96      via 2001:db8:1::10  |  2001:db8:1::1       2001:db8:2::1        |  via 2001:db8:2::10  2001:db8:b::/96
 * </pre>
 *
 * The next hops are entered by hand, for good.
 */
final class Network implements AutoCloseable {

    static final String NEAR = "near";
    static final String FAR = "far";
    static final String NEAR_PEER = "near-peer";
    static final String FAR_PEER = "far-peer";

    /** Interfaces that are down: for programs that are to be attached, but get no packets. */
    static final List<String> PARKING = List.of("parking-1", "parking-2");

    private static final String PEER_MAC = "02:00:00:00:00:10";
    private static final byte[] PEER_MAC_BYTES = {2, 0, 0, 0, 0, 0x10};

    private final Namespace namespace;
    private final byte[] nearMac;
    private final byte[] farMac;

    Network() {
        namespace = Namespace.create();
        try {
            addInterface(NEAR, NEAR_PEER);
            addAddress(NEAR, "192.0.2.1/24", "192.0.2.10", "10.0.0.0/9");
            addAddress(NEAR, "2001:db8:1::1/64", "2001:db8:1::10", "2001:db8:a::/96");
            addInterface(FAR, FAR_PEER);
            addAddress(FAR, "198.51.100.1/24", "198.51.100.10", "10.128.0.0/9");
            addAddress(FAR, "2001:db8:2::1/64", "2001:db8:2::10", "2001:db8:b::/96");
            namespace.ip("link add " + PARKING.getFirst() + " type veth peer name " + PARKING.getLast());
            nearMac = namespace.mac(NEAR);
            farMac = namespace.mac(FAR);
            namespace.sysctl("net/ipv4/ip_forward", "1");
            namespace.sysctl("net/ipv6/conf/all/forwarding", "1");
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private void addInterface(String name, String peer) {
        namespace.ip("link add " + name + " type veth peer name " + peer + " address " + PEER_MAC);
        namespace.sysctl("net/ipv6/conf/" + name + "/disable_ipv6", "0");
        namespace.ip("link set " + peer + " up");
        namespace.ip("link set " + name + " up");
    }

    private void addAddress(String name, String address, String gateway, String behind) {
        namespace.ip("addr add " + address + " dev " + name + (address.contains(":") ? " nodad" : ""));
        namespace.ip("neigh add " + gateway + " lladdr " + PEER_MAC + " dev " + name + " nud permanent");
        namespace.ip("route add " + behind + " via " + gateway);
    }

    Namespace namespace() {
        return namespace;
    }

    /** Returns a UDP frame as it would come in by {@code interfaceName} from the next hop behind it. */
    byte[] frame(
            String interfaceName,
            InetAddress source,
            int sourcePort,
            InetAddress target,
            int targetPort,
            byte[] options,
            byte[] payload) {
        byte[] mac = interfaceName.equals(NEAR) ? nearMac : farMac;
        return new UdpFrame(mac, PEER_MAC_BYTES, source, sourcePort, target, targetPort, options, payload).bytes();
    }

    @Override
    public void close() {
        namespace.close();
    }
}
