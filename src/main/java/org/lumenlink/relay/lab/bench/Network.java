package org.lumenlink.relay.lab.bench;

/**
 * The namespace that packets cross, by way of the relay or of what it is compared with:
 *
 * <pre>
 *   clients 10.0.0.0/9  via 192.0.2.10  |  "near" 192.0.2.1    "far" 198.51.100.1  |  via 198.51.100.10  destinations 10.128.0.0/9
 * </pre>
 *
 * The two next hops are entered by hand, for good.
 */
final class Network implements AutoCloseable {

    static final String NEAR = "near";
    static final String FAR = "far";
    static final String NEAR_PEER = "near-peer";
    static final String FAR_PEER = "far-peer";
    static final int NEAR_ADDRESS = 0xc0000201;
    static final int FAR_ADDRESS = 0xc6336401;

    private static final String PEER_MAC = "02:00:00:00:00:10";
    private static final byte[] PEER_MAC_BYTES = {2, 0, 0, 0, 0, 0x10};

    private final Namespace namespace;
    private final byte[] nearMac;
    private final byte[] farMac;

    Network() {
        namespace = Namespace.create();
        try {
            addInterface(NEAR, NEAR_PEER, "192.0.2.1/24", "192.0.2.10", "10.0.0.0/9");
            addInterface(FAR, FAR_PEER, "198.51.100.1/24", "198.51.100.10", "10.128.0.0/9");
            nearMac = namespace.mac(NEAR);
            farMac = namespace.mac(FAR);
            namespace.sysctl("net/ipv4/ip_forward", "1");
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private void addInterface(String name, String peer, String address, String gateway, String behind) {
        namespace.ip("link add " + name + " type veth peer name " + peer + " address " + PEER_MAC);
        namespace.ip("link set " + peer + " up");
        namespace.ip("link set " + name + " up");
        namespace.ip("addr add " + address + " dev " + name);
        namespace.ip("neigh add " + gateway + " lladdr " + PEER_MAC + " dev " + name + " nud permanent");
        namespace.ip("route add " + behind + " via " + gateway);
    }

    Namespace namespace() {
        return namespace;
    }

    /** Returns a UDP frame as it would come in by {@code interfaceName} from the next hop behind it. */
    byte[] frame(String interfaceName, int source, int sourcePort, int target, int targetPort, byte[] payload) {
        byte[] mac = interfaceName.equals(NEAR) ? nearMac : farMac;
        return new UdpFrame(mac, PEER_MAC_BYTES, source, sourcePort, target, targetPort, payload).bytes();
    }

    @Override
    public void close() {
        namespace.close();
    }
}
