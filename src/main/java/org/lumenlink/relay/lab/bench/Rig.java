package org.lumenlink.relay.lab.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.lumenlink.relay.dataplane.FloodSettings;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictCount;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.TokenKey;

/**
 * The relay's real dataplane in a namespace of its own, in the product's default sizes:
 *
 * <pre>
 *   clients 10.0.0.0/9  via 192.0.2.10  |  "near" 192.0.2.1    "far" 198.51.100.1  |  via 198.51.100.10  destinations 10.128.0.0/9
 * </pre>
 *
 * Nothing answers behind the interfaces: the two next hops are entered by hand, for good.
 */
final class Rig implements AutoCloseable {

    static final String NEAR = "near";
    static final String FAR = "far";
    static final int RELAY_ADDRESS = 0xc0000201;
    static final int EGRESS_ADDRESS = 0xc6336401;
    static final int RELAY_PORT = 7777;

    private static final byte[] NEIGHBOUR_MAC = {2, 0, 0, 0, 0, 0x10};

    private final DerivedKeys keys = new TokenKey(new byte[TokenKey.LENGTH]).derive();
    private final Resources resources = new Resources();
    private final Namespace namespace;
    private final Dataplane dataplane;
    private final byte[] nearMac;
    private final byte[] farMac;

    Rig() {
        try {
            namespace = resources.add(Namespace.create());
            addInterface(NEAR, "192.0.2.1/24", "192.0.2.10", "10.0.0.0/9");
            addInterface(FAR, "198.51.100.1/24", "198.51.100.10", "10.128.0.0/9");
            nearMac = namespace.mac(NEAR);
            farMac = namespace.mac(FAR);
            namespace.sysctl("net/ipv4/ip_forward", "1");
            dataplane = resources.add(start(resources.add(PinFileSystem.mount())));
            dataplane.tokenKeys().put(0, keys.tag(), keys.encryption(), keys.session());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void addInterface(String name, String address, String gateway, String behind) {
        namespace.ip("link add " + name + " type veth peer name " + name + "-peer");
        namespace.ip("link set " + name + "-peer up");
        namespace.ip("link set " + name + " up");
        namespace.ip("addr add " + address + " dev " + name);
        namespace.ip("neigh add " + gateway + " lladdr 02:00:00:00:00:10 dev " + name + " nud permanent");
        namespace.ip("route add " + behind + " via " + gateway);
    }

    private Dataplane start(PinFileSystem pins) {
        // Limits and budgets that no bench can reach.
        DataplaneSettings settings = DataplaneSettings.of(Map.of(
                "interface", NEAR + "," + FAR,
                "port", RELAY_PORT,
                "pin-path", pins.path().resolve("relay"),
                "attach-mode", "native",
                "flood.openings-per-source", FloodSettings.MAX_OPENINGS,
                "flood.openings-per-cpu", FloodSettings.MAX_OPENINGS,
                "default-rate-limit.packets-per-second", Limits.MAX_PACKETS,
                "default-rate-limit.burst-packets", Limits.MAX_PACKETS,
                "default-rate-limit.bytes-per-second", Limits.MAX_BYTES_PER_SECOND,
                "default-rate-limit.burst-bytes", Limits.MAX_BURST_BYTES));
        return namespace.call(() -> Dataplane.start(settings, Clock.systemUTC()));
    }

    Dataplane dataplane() {
        return dataplane;
    }

    Namespace namespace() {
        return namespace;
    }

    DerivedKeys keys() {
        return keys;
    }

    /** Returns a UDP frame as it would come in by {@code interfaceName} from the next hop behind it. */
    byte[] frame(String interfaceName, int source, int sourcePort, int target, int targetPort, byte[] payload) {
        return new UdpFrame(
                        interfaceName.equals(NEAR) ? nearMac : farMac,
                        NEIGHBOUR_MAC,
                        source,
                        sourcePort,
                        target,
                        targetPort,
                        payload)
                .bytes();
    }

    /** Returns how many packets the program has counted so far, by verdict. */
    Map<VerdictReason, Long> verdicts() {
        Map<VerdictReason, Long> packets = new EnumMap<>(VerdictReason.class);
        for (VerdictCount count : dataplane.verdicts()) {
            packets.put(count.reason(), count.packets());
        }
        return packets;
    }

    /** Returns an IPv4 address from its bits. */
    static InetAddress address(int bits) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    @Override
    public void close() {
        resources.close();
    }
}
