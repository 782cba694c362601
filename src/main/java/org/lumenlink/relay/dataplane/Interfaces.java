package org.lumenlink.relay.dataplane;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;
import org.lumenlink.relay.libbpf.Netlink;

/**
 * {@code port_map}, {@code local_map}, {@code interface_map} and {@code relay_address_map}: the interfaces that packets
 * may leave by, and the addresses of those that the program is attached to, which clients may send to, and the one of
 * each family that packets leave with. VLAN devices on an attached interface count as it does. Link-local addresses are
 * neither.
 */
final class Interfaces {

    private final BpfMap ports;
    private final BpfMap locals;
    private final BpfMap interfaces;
    private final BpfMap relayAddresses;
    private final Supplier<List<Attachment>> attached;
    private final Netlink netlink;
    private final Epoch epoch;
    private final Numbers<Integer> portNumbers = new Numbers<>(Layout.PORTS - 1);
    private final Numbers<InetAddress> localNumbers = new Numbers<>(Layout.LOCALS - 1);
    private final Map<Integer, byte[]> writtenPorts = new HashMap<>();
    private volatile List<InetAddress> current = List.of();

    Interfaces(RelayObject object, Supplier<List<Attachment>> attached, Netlink netlink, Epoch epoch) {
        this.ports = object.map("port_map");
        this.locals = object.map("local_map");
        this.interfaces = object.map("interface_map");
        this.relayAddresses = object.map("relay_address_map");
        this.attached = attached;
        this.netlink = netlink;
        this.epoch = epoch;
    }

    /** Returns the addresses that clients may send to. */
    List<InetAddress> relayAddresses() {
        return current;
    }

    /** Makes the maps equal to what the interfaces have now; what is new comes before what is gone goes. */
    synchronized void synchronize() {
        Map<Integer, Link> links = netlink.links().stream().collect(Collectors.toMap(Link::index, link -> link));
        Set<Integer> own =
                attached.get().stream().map(Attachment::interfaceIndex).collect(Collectors.toSet());
        portNumbers.retain(links.keySet());
        List<InetAddress> all = new ArrayList<>();
        for (Link link : links.values()) {
            List<Vlan> tags = tags(link, links);
            int base = tags.isEmpty() ? link.index() : tags.getFirst().parentIndex();
            List<InetAddress> addresses = own.contains(base) ? netlink.addressesOf(link.index()) : List.of();
            localNumbers.retain(union(all, addresses));
            write(link, base, tags, addresses);
            all.addAll(addresses);
        }
        removeOthers(interfaces, links.keySet().stream().map(index -> ByteBuffer.wrap(Layout.key32(index))));
        if (!all.equals(current)) {
            // Packets of sessions that had an address that is gone now take another.
            current.stream()
                    .filter(address -> !all.contains(address))
                    .forEach(address ->
                            locals.update(number(address), new byte[Layout.ADDRESS_SIZE], BpfMap.Update.ANY));
            all.forEach(address -> relayAddresses.update(Layout.address(address), number(address), BpfMap.Update.ANY));
            removeOthers(relayAddresses, all.stream().map(address -> ByteBuffer.wrap(Layout.address(address))));
            localNumbers.retain(new HashSet<>(all));
            epoch.raise();
            current = List.copyOf(all);
        }
    }

    private static Set<InetAddress> union(List<InetAddress> one, List<InetAddress> other) {
        Set<InetAddress> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }

    private void write(Link link, int base, List<Vlan> tags, List<InetAddress> addresses) {
        int number = portNumbers.of(link.index());
        if (number == 0 || tags.size() > Layout.TAGS) {
            return;
        }
        byte[] port = port(link, base, tags);
        if (!Arrays.equals(writtenPorts.put(number, port), port)) {
            ports.update(Layout.key32(number), port, BpfMap.Update.ANY);
        }
        for (InetAddress address : addresses) {
            locals.update(number(address), Layout.address(address), BpfMap.Update.ANY);
        }
        byte[] entry = {(byte) number, first(addresses, true), first(addresses, false), 0};
        interfaces.update(Layout.key32(link.index()), entry, BpfMap.Update.ANY);
    }

    private byte[] number(InetAddress address) {
        return Layout.key32(localNumbers.of(address));
    }

    /** Returns the number of the first address of a family, or 0 if there is none. */
    private byte first(List<InetAddress> addresses, boolean isIpv4) {
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address == isIpv4)
                .findFirst()
                .map(address -> (byte) localNumbers.of(address))
                .orElse((byte) 0);
    }

    /** Returns the tags of a device's frames, outermost first; none if it is no VLAN device. */
    private static List<Vlan> tags(Link link, Map<Integer, Link> links) {
        List<Vlan> tags = new ArrayList<>();
        @Nullable Link at = link;
        while (at != null && at.vlan() != null) {
            Vlan vlan = at.vlan();
            tags.addFirst(vlan);
            at = links.get(vlan.parentIndex());
        }
        return tags;
    }

    /** Returns a {@code struct port}. */
    private static byte[] port(Link link, int base, List<Vlan> tags) {
        ByteBuffer port = Layout.allocate(Layout.PORT_SIZE);
        port.putInt(base);
        port.putInt(link.mtu());
        port.put(Layout.mac(link.mac()));
        port.putShort((short) tags.size());
        for (Vlan tag : tags) {
            port.putShort(Layout.port(tag.protocol()));
            port.putShort(Layout.port(tag.id()));
        }
        return port.array();
    }

    private static void removeOthers(BpfMap map, java.util.stream.Stream<ByteBuffer> wanted) {
        Set<ByteBuffer> kept = wanted.collect(Collectors.toSet());
        List<byte[]> gone = new ArrayList<>();
        map.forEach((key, value) -> {
            if (!kept.contains(ByteBuffer.wrap(key))) {
                gone.add(key);
            }
        });
        gone.forEach(map::delete);
    }
}
