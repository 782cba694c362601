package org.lumenlink.relay.dataplane;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.lumenlink.relay.libbpf.BpfMap;

/** {@code user_map}: who is registered, and where their packets go. Safe for use by several threads. */
public final class UserMap {

    private final BpfMap map;
    private final Epoch epoch;

    UserMap(BpfMap map, Epoch epoch) {
        this.map = map;
        this.epoch = epoch;
    }

    /**
     * Writes a user's entry; the next packet sees it.
     *
     * @throws org.lumenlink.relay.libbpf.KernelException with E2BIG if the map is full
     */
    public void put(long userId, UserEntry entry) {
        ByteBuffer value = Layout.allocate(Layout.USER_SIZE);
        value.put(Layout.address(entry.destination().getAddress()));
        value.putShort(Layout.port(entry.destination().getPort()));
        value.putShort((short) entry.generation());
        value.put((byte) (entry.enabled() ? 1 : 0));
        value.put((byte) entry.maxSessions());
        map.update(Layout.key32(userId), value.array(), BpfMap.Update.ANY);
        epoch.raise();
    }

    public Optional<UserEntry> get(long userId) {
        return map.lookup(Layout.key32(userId)).map(UserMap::read);
    }

    /** Removes a user; returns whether it was there. */
    public boolean delete(long userId) {
        boolean found = map.delete(Layout.key32(userId));
        epoch.raise();
        return found;
    }

    public void forEach(BiConsumer<Long, UserEntry> visitor) {
        map.forEach((key, value) ->
                visitor.accept(Integer.toUnsignedLong(Layout.wrap(key).getInt()), read(value)));
    }

    public int count() {
        return map.count();
    }

    public int capacity() {
        return map.maxEntries();
    }

    static UserEntry read(byte[] value) {
        ByteBuffer buffer = Layout.wrap(value);
        return new UserEntry(
                new InetSocketAddress(Layout.address(value, 0), Layout.port(buffer.getShort(16))),
                Short.toUnsignedInt(buffer.getShort(18)),
                buffer.get(20) != 0,
                buffer.get(21));
    }
}
