package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code deny_map}: networks whose packets the relay does not take. The next packet sees a change. Safe for use by
 * several threads.
 */
public final class DenyMap {

    /** How much longer a prefix is for an IPv4 address that is mapped to IPv6. */
    private static final int MAPPED_PREFIX_LENGTH = 96;

    private final BpfMap map;
    private final Epoch epoch;
    private int entries;

    DenyMap(BpfMap map, Epoch epoch) {
        this.map = map;
        this.epoch = epoch;
        recount();
    }

    /**
     * Rewrites what no {@link #put} has written: entries with bits after the prefix, or another value.
     *
     * @param found counts that
     */
    public synchronized void cleanse(MapDifferences found) {
        Set<Network> others = new HashSet<>();
        map.forEach((key, value) -> {
            Network network = network(key);
            if (!Arrays.equals(key, key(network)) || !Arrays.equals(value, prefixLength(key))) {
                others.add(network);
            }
        });
        others.forEach(network -> map.update(key(network), prefixLength(key(network)), BpfMap.Update.ANY));
        found.add(map.name(), Kind.OTHER, others.size());
        recount();
    }

    /**
     * Adds a network; returns whether it was not there yet.
     *
     * @throws org.lumenlink.relay.libbpf.KernelException with ENOSPC if the map is full
     */
    public synchronized boolean put(Network network) {
        byte[] key = key(network);
        if (contains(key)) {
            return false;
        }
        map.update(key, prefixLength(key), BpfMap.Update.ANY);
        entries++;
        epoch.denied(entries);
        return true;
    }

    /** Removes a network; returns whether it was there. Networks inside of it or around it stay. */
    public synchronized boolean delete(Network network) {
        // The trie finds what surrounds a network, too, but removes that network only.
        boolean wasThere = map.delete(key(network));
        if (wasThere) {
            entries--;
            epoch.denied(entries);
        }
        return wasThere;
    }

    public void forEach(Consumer<Network> visitor) {
        map.forEach((key, value) -> visitor.accept(network(key)));
    }

    public synchronized int count() {
        return entries;
    }

    public int capacity() {
        return map.maxEntries();
    }

    /** Tells whether a network is there itself: a look-up finds the longest that contains its first address. */
    private boolean contains(byte[] key) {
        int prefixLength = Layout.wrap(key).getInt();
        return map.lookup(key)
                .filter(found -> Layout.wrap(found).getInt() == prefixLength)
                .isPresent();
    }

    /** Counts the entries: somebody else may have changed them. */
    private void recount() {
        entries = map.count();
        epoch.denied(entries);
    }

    /** Returns a {@code struct deny_key}. */
    private static byte[] key(Network network) {
        ByteBuffer key = Layout.allocate(Layout.DENY_KEY_SIZE);
        key.putInt(network.prefixLength() + (network.isIpv4() ? MAPPED_PREFIX_LENGTH : 0));
        key.put(Layout.address(network.address()));
        return key.array();
    }

    /** Returns the value that goes with a key: a look-up tells by it which network it has found. */
    private static byte[] prefixLength(byte[] key) {
        return Layout.key32(Layout.wrap(key).getInt());
    }

    /** Returns the network that a key stands for, whatever its bits after the prefix. */
    private static Network network(byte[] key) {
        int length = Layout.wrap(key).getInt();
        byte[] first = Arrays.copyOfRange(key, Integer.BYTES, key.length);
        for (int bit = length; bit < first.length * Byte.SIZE; bit++) {
            first[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        InetAddress address = Layout.address(first, 0);
        // One that is mapped has all of the 96 bits in front.
        boolean isIpv6 = address.getAddress().length == Layout.ADDRESS_SIZE;
        return new Network(address, isIpv6 ? length : length - MAPPED_PREFIX_LENGTH);
    }
}
