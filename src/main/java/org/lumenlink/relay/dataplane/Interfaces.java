package org.lumenlink.relay.dataplane;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lumenlink.relay.libbpf.Netlink;

/**
 * {@code port_map}, {@code local_map}, {@code interface_map} and {@code relay_address_map}: the interfaces that packets
 * may leave by, and the addresses of those that are served, which clients may send to, and the one of each family that
 * packets leave with. Link-local addresses are neither. Where there are more than the maps have numbers for, those that
 * are not served go without, then the last of the others.
 */
final class Interfaces {

    private final MapMirror portMap;
    private final MapMirror localMap;
    private final MapMirror interfaceMap;
    private final MapMirror relayAddressMap;
    private final Supplier<List<Attachment>> attached;
    private final Netlink netlink;
    private final Epoch epoch;
    private final Numbers<Integer> portNumbers = new Numbers<>(Layout.PORTS - 1);
    private final Numbers<InetAddress> localNumbers = new Numbers<>(Layout.LOCALS - 1);
    private volatile List<InetAddress> current = List.of();

    Interfaces(RelayObject object, Supplier<List<Attachment>> attached, Netlink netlink, Epoch epoch) {
        this.portMap = MapMirror.ofArray(object.map("port_map"));
        this.localMap = MapMirror.ofArray(object.map("local_map"));
        this.interfaceMap = MapMirror.ofHash(object.map("interface_map"));
        this.relayAddressMap = MapMirror.ofHash(object.map("relay_address_map"));
        this.attached = attached;
        this.netlink = netlink;
        this.epoch = epoch;
        adopt();
    }

    /** Returns the addresses that clients may send to. */
    List<InetAddress> relayAddresses() {
        return current;
    }

    /**
     * Makes the maps equal to what the interfaces have now.
     *
     * @param found counts what somebody else has written there
     */
    synchronized void synchronize(MapDifferences found) {
        List<Integer> attachedIndexes =
                attached.get().stream().map(Attachment::interfaceIndex).toList();
        List<Port> ports = Port.among(netlink.links(), attachedIndexes).stream()
                .limit(Layout.PORTS - 1)
                .toList();
        Map<Integer, List<InetAddress>> addresses = netlink.addresses();
        List<InetAddress> own = ports.stream()
                .filter(Port::isServed)
                .flatMap(port -> addresses.getOrDefault(port.link().index(), List.of()).stream())
                .distinct()
                .limit(Layout.LOCALS - 1)
                .toList();
        portNumbers.retain(ports.stream().map(port -> port.link().index()).collect(Collectors.toSet()));
        localNumbers.retain(new HashSet<>(own));
        write(ports, own, addresses, found);
        current = own;
    }

    /** Writes what is named by number before what names it. */
    private void write(
            List<Port> ports, List<InetAddress> own, Map<Integer, List<InetAddress>> addresses, MapDifferences found) {
        Map<ByteBuffer, byte[]> portEntries = new HashMap<>();
        Map<ByteBuffer, byte[]> localEntries = new HashMap<>();
        Map<ByteBuffer, byte[]> interfaceEntries = new HashMap<>();
        Map<ByteBuffer, byte[]> relayAddressEntries = new HashMap<>();
        for (InetAddress address : own) {
            byte[] number = Layout.key32(localNumbers.of(address));
            byte[] bytes = Layout.address(address);
            localEntries.put(ByteBuffer.wrap(number), bytes);
            relayAddressEntries.put(ByteBuffer.wrap(bytes), number);
        }
        for (Port port : ports) {
            int index = port.link().index();
            int number = portNumbers.of(index);
            List<InetAddress> sources = addresses.getOrDefault(index, List.of()).stream()
                    .filter(own::contains)
                    .toList();
            portEntries.put(ByteBuffer.wrap(Layout.key32(number)), entry(port));
            interfaceEntries.put(
                    ByteBuffer.wrap(Layout.key32(index)),
                    new byte[] {(byte) number, first(sources, true), first(sources, false), 0});
        }
        boolean isChanged = portMap.hold(portEntries, found);
        isChanged |= localMap.hold(localEntries, found);
        isChanged |= interfaceMap.hold(interfaceEntries, found);
        isChanged |= relayAddressMap.hold(relayAddressEntries, found);
        if (isChanged) {
            epoch.raise();
            epoch.routesChanged();
        }
    }

    /** Goes on with the numbers that a relay before has given: sessions name addresses and interfaces by them. */
    private void adopt() {
        interfaceMap.forEach(
                (index, entry) -> portNumbers.adopt(Layout.wrap(index).getInt(), Byte.toUnsignedInt(entry[0])));
        localMap.forEach((number, address) -> localNumbers.adopt(
                Layout.address(address, 0), Layout.wrap(number).getInt()));
        List<InetAddress> addresses = new ArrayList<>();
        relayAddressMap.forEach((address, number) -> addresses.add(Layout.address(address, 0)));
        current = List.copyOf(addresses);
    }

    /** Returns the number of the first address of a family, or 0 if there is none. */
    private byte first(List<InetAddress> addresses, boolean isIpv4) {
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address == isIpv4)
                .findFirst()
                .map(address -> (byte) localNumbers.of(address))
                .orElse((byte) 0);
    }

    /** Returns a {@code struct port}. */
    private static byte[] entry(Port port) {
        ByteBuffer entry = Layout.allocate(Layout.PORT_SIZE);
        entry.putInt(port.base());
        entry.putInt(port.link().mtu());
        entry.put(Layout.mac(port.link().mac()));
        entry.putShort((short) port.tags().size());
        for (VlanTag tag : port.tags()) {
            entry.putShort(Layout.port(tag.protocol()));
            entry.putShort(Layout.port(tag.id()));
        }
        return entry.array();
    }
}
