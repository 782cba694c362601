package org.lumenlink.relay.dataplane;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Netlink;

/**
 * {@code relay_address_map} and {@code interface_map}: the addresses of the attached interfaces, which clients may send
 * to, and the one of each family that packets leave with. Link-local addresses are neither.
 */
final class LocalAddresses {

    private final BpfMap relayAddresses;
    private final BpfMap interfaces;
    private final Supplier<List<Attachment>> attached;
    private final Netlink netlink;
    private final Epoch epoch;
    private volatile List<InetAddress> current = List.of();

    LocalAddresses(
            BpfMap relayAddresses,
            BpfMap interfaces,
            Supplier<List<Attachment>> attached,
            Netlink netlink,
            Epoch epoch) {
        this.relayAddresses = relayAddresses;
        this.interfaces = interfaces;
        this.attached = attached;
        this.netlink = netlink;
        this.epoch = epoch;
    }

    List<InetAddress> current() {
        return current;
    }

    /** Makes the maps equal to what the interfaces have now, new addresses first. */
    synchronized void synchronize() {
        List<InetAddress> all = new ArrayList<>();
        Set<ByteBuffer> indexes = new HashSet<>();
        for (Attachment attachment : attached.get()) {
            byte[] index = Layout.key32(attachment.interfaceIndex());
            List<InetAddress> own = netlink.addressesOf(attachment.interfaceIndex());
            interfaces.update(index, egressAddresses(own), BpfMap.Update.ANY);
            indexes.add(ByteBuffer.wrap(index));
            all.addAll(own);
        }
        retain(interfaces, indexes);
        if (all.equals(current)) {
            return;
        }
        Set<ByteBuffer> wanted = new HashSet<>();
        for (InetAddress address : all) {
            byte[] key = Layout.address(address);
            relayAddresses.update(key, Layout.key32(1), BpfMap.Update.ANY);
            wanted.add(ByteBuffer.wrap(key));
        }
        retain(relayAddresses, wanted);
        epoch.raise();
        current = List.copyOf(all);
    }

    private static void retain(BpfMap map, Set<ByteBuffer> wanted) {
        List<byte[]> others = new ArrayList<>();
        map.forEach((key, value) -> {
            if (!wanted.contains(ByteBuffer.wrap(key))) {
                others.add(key);
            }
        });
        others.forEach(map::delete);
    }

    /** Returns a {@code struct interface_entry}. */
    private static byte[] egressAddresses(List<InetAddress> addresses) {
        byte[] entry = new byte[Layout.INTERFACE_SIZE];
        for (int i = addresses.size() - 1; i >= 0; i--) {
            InetAddress address = addresses.get(i);
            int offset = address instanceof Inet4Address ? 0 : Layout.ADDRESS_SIZE;
            System.arraycopy(Layout.address(address), 0, entry, offset, Layout.ADDRESS_SIZE);
        }
        return entry;
    }
}
