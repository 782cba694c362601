package org.lumenlink.relay.lab.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;

/** Makes the relay and what it is compared with, each in namespaces of its own. */
final class Peers {

    private static final InetAddress CLIENT = IpVersion.V4.client(1);
    private static final InetAddress DESTINATION = IpVersion.V4.destination(1);
    private static final InetAddress RELAY = IpVersion.V4.near();
    private static final int CLIENT_PORT = 50_000;
    private static final int DESTINATION_PORT = 51_820;
    private static final int TURN_CHANNEL = 0x4000;

    /** 40 Gbit/s with full packets, where XDP alone carries 70. */
    private static final Goal GOODPUT = Goal.goodput(1400, 40, 70);

    private final Libbpf libbpf;

    Peers(Libbpf libbpf) {
        this.libbpf = libbpf;
    }

    Peer relay() {
        Resources resources = new Resources();
        try {
            Rig rig = resources.add(new Rig());
            Wire wire = resources.add(new Wire(libbpf, rig.network()));
            Population one = new Population(rig, Carriage.USUAL, 1, 1, 0);
            return new Peer(
                    "LumenLink relay",
                    wire,
                    payload -> () -> one.packet(0, payload),
                    true,
                    true,
                    Goal.none(),
                    Resources::new,
                    resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** No relay at all: the first interface that packets come to swallows them. */
    Peer sink() {
        return peer(
                "generator to sink",
                Peers::routed,
                false,
                Goal.none(),
                wire -> wire.attach(wire.ends(), "bench_sink", Network.NEAR));
    }

    Peer xdpNat() {
        return peer("XDP NAT", Peers::routed, false, Goal.none(), wire -> {
            byte[] frame = routed(wire.network(), new byte[0]);
            byte[] key = new byte[12];
            System.arraycopy(frame, UdpFrame.ETHERNET + 12, key, 0, key.length);
            byte[] entry = new byte[24];
            ByteBuffer.wrap(entry).put(IpVersion.V4.far().getAddress()).put(DESTINATION.getAddress());
            wire.ends().map("nat_map").update(key, entry, BpfMap.Update.ANY);
            return wire.attach(wire.ends(), "bench_nat", Network.NEAR);
        });
    }

    Peer xdpForward() {
        return peer("XDP FIB forward", Peers::routed, true, GOODPUT, wire -> {
            Resources links = new Resources();
            links.add(wire.attach(wire.ends(), "bench_forward", Network.NEAR));
            links.add(wire.attach(wire.ends(), "bench_forward", Network.FAR));
            return links;
        });
    }

    Peer routing() {
        return peer("Linux routing", Peers::routed, true, Goal.times(2), Peers::receiveInSoftirq);
    }

    Peer nftables() {
        return peer("nftables NAT", Peers::translated, true, Goal.times(3.5), wire -> {
            Namespace namespace = wire.network().namespace();
            for (String command : new String[] {
                "add table ip nat",
                "add chain ip nat pre { type nat hook prerouting priority -100 ; }",
                "add chain ip nat post { type nat hook postrouting priority 100 ; }",
                "add rule ip nat pre iifname near udp dport 7777 dnat to 10.128.0.1:51820",
                "add rule ip nat post oifname far snat to 198.51.100.1"
            }) {
                namespace.exec("nft " + command);
            }
            return receiveInSoftirq(wire);
        });
    }

    /** A process that relays from port 7777 to the destination. */
    Peer process(String name, Goal goal, Function<Namespace, AutoCloseable> start) {
        return peer(name, Peers::translated, true, goal, wire -> {
            receiveInSoftirq(wire);
            return start.apply(wire.network().namespace());
        });
    }

    /** A TURN server with one channel to the destination. */
    Peer coturn(int cpu) {
        Frames frames = (network, payload) -> translated(network, TurnClient.channelData(TURN_CHANNEL, payload));
        return peer("coturn", frames, true, Goal.times(10), wire -> {
            receiveInSoftirq(wire);
            Resources process = new Resources();
            try {
                process.add(UserSpaceRelay.coturn(wire.network().namespace(), cpu));
                bindChannel(wire);
                return process;
            } catch (RuntimeException e) {
                process.close();
                throw e;
            }
        });
    }

    /** Has the client ask for a channel, by a socket at the address that the prepared packets come from. */
    private static void bindChannel(Wire wire) {
        wire.client().ip("addr add %s/32 dev near-peer".formatted(CLIENT.getHostAddress()));
        wire.client().ip("route add %s dev near-peer".formatted(RELAY.getHostAddress()));
        wire.client().call(() -> {
            try (TurnClient turn = new TurnClient(
                    new InetSocketAddress(CLIENT, CLIENT_PORT), new InetSocketAddress(RELAY, Rig.RELAY_PORT))) {
                turn.allocate();
                turn.bind(TURN_CHANNEL, new InetSocketAddress(DESTINATION, DESTINATION_PORT));
            }
            return "";
        });
    }

    private Peer peer(String name, Frames frames, boolean answers, Goal goal, Function<Wire, AutoCloseable> start) {
        Resources resources = new Resources();
        try {
            Network network = resources.add(new Network());
            Wire wire = resources.add(new Wire(libbpf, network));
            resources.add(start.apply(wire));
            boolean throughKernel = answers && !name.startsWith("XDP");
            return new Peer(
                    name,
                    wire,
                    payload -> {
                        byte[] frame = frames.make(network, payload);
                        return () -> frame;
                    },
                    false,
                    answers,
                    goal,
                    throughKernel ? () -> passAll(wire) : Resources::new,
                    resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** A veth takes in frames that an XDP program at its other end sends only while it polls: GRO makes it do so. */
    private static AutoCloseable receiveInSoftirq(Wire wire) {
        // What starts in this namespace must have its checksums done: XDP programs at the ends know of no offload.
        wire.network().namespace().exec("ethtool -K near tx off");
        wire.network().namespace().exec("ethtool -K far tx off");
        wire.network().namespace().exec("ethtool -K near gro on");
        wire.network().namespace().exec("ethtool -K far gro on");
        return new Resources();
    }

    /** For packets that XDP_TX sends, GRO does not do: it takes an XDP program. */
    private static AutoCloseable passAll(Wire wire) {
        Resources links = new Resources();
        links.add(wire.attach(wire.ends(), "bench_pass", Network.NEAR));
        links.add(wire.attach(wire.ends(), "bench_pass", Network.FAR));
        return links;
    }

    private static byte[] routed(Network network, byte[] payload) {
        return frame(network, DESTINATION, DESTINATION_PORT, payload);
    }

    private static byte[] translated(Network network, byte[] payload) {
        return frame(network, RELAY, Rig.RELAY_PORT, payload);
    }

    private static byte[] frame(Network network, InetAddress target, int targetPort, byte[] payload) {
        return network.frame(Network.NEAR, CLIENT, CLIENT_PORT, target, targetPort, new byte[0], payload);
    }

    /** Makes the packets that a client sends. */
    private interface Frames {
        byte[] make(Network network, byte[] payload);
    }
}
