package org.lumenlink.relay.lab;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.NetworkNamespace;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;
import org.lumenlink.relay.support.BpfFixtures;
import org.lumenlink.relay.support.Shell;

/** Counts UDP packets over IPv4 that arrive at a lab's destination, in the kernel, in the place of any socket there. */
final class Arrivals implements AutoCloseable {

    private static final String INTERFACE = "relay0";

    private final BpfObject object;
    private final XdpLink link;

    private Arrivals(BpfObject object, XdpLink link) {
        this.object = object;
        this.link = link;
    }

    static Arrivals at(Lab lab) throws Exception {
        // In the place of the program that the lab has there.
        Shell.run("ip", "-n", lab.destinationNamespace(), "link", "set", "dev", INTERFACE, "xdp", "off");
        BpfObject object = Libbpf.bind().open(BpfFixtures.compile("arrivals"), "arrivals");
        object.load();
        XdpLink link = NetworkNamespace.named(lab.destinationNamespace())
                .call(() -> object.program("arrivals")
                        .attach(HostInfo.current().interfaceIndex(INTERFACE), XdpMode.NATIVE));
        return new Arrivals(object, link);
    }

    /** Returns packets by the port that they came from. */
    Map<Integer, Long> byPort() {
        Map<Integer, Long> packets = new TreeMap<>();
        BpfMap map = object.map("arrivals_map");
        map.forEach((port, count) -> packets.put(
                ByteBuffer.wrap(port).order(ByteOrder.nativeOrder()).getInt(),
                ByteBuffer.wrap(count).order(ByteOrder.nativeOrder()).getLong()));
        return packets;
    }

    long total() {
        return byPort().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        link.close();
        object.close();
    }
}
