package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code rate_limit_map}: the limits of users that have their own; all others have the defaults. Levels of token buckets
 * are in {@link UserSlots}, and stay as they are when limits change. Safe for use by several threads.
 */
public final class RateLimitMap {

    private final BpfMap map;
    private final Epoch epoch;

    RateLimitMap(BpfMap map, Epoch epoch) {
        this.map = map;
        this.epoch = epoch;
    }

    /**
     * Sets a user's limits; the next packet is held to them.
     *
     * @throws org.lumenlink.relay.libbpf.KernelException with E2BIG if the map is full
     */
    public void put(long userId, Limits limits) {
        map.update(Layout.key32(userId), value(limits), BpfMap.Update.ANY);
        epoch.raise();
    }

    /**
     * Sets the limits of many users, in batches where the kernel can.
     *
     * @throws org.lumenlink.relay.libbpf.KernelException with E2BIG if the map is full; some may have been set
     */
    public void putAll(Map<Long, Limits> limits) {
        if (limits.isEmpty()) {
            return;
        }
        try {
            map.updateAll(limits.entrySet().stream()
                    .map(each -> new BpfMap.Entry(Layout.key32(each.getKey()), value(each.getValue())))
                    .toList());
        } finally {
            epoch.raise();
        }
    }

    /** Returns a user's own limits; empty if it has none, that is, the defaults. */
    public Optional<Limits> get(long userId) {
        return map.lookup(Layout.key32(userId)).map(RateLimitMap::limits);
    }

    /** Gives a user the default limits; returns whether it had others. */
    public boolean delete(long userId) {
        boolean found = map.delete(Layout.key32(userId));
        epoch.raise();
        return found;
    }

    /** Gives many users the default limits. */
    public void deleteAll(Collection<Long> userIds) {
        boolean found = false;
        for (long userId : userIds) {
            found |= map.delete(Layout.key32(userId));
        }
        if (found) {
            epoch.raise();
        }
    }

    public void forEach(BiConsumer<Long, Limits> visitor) {
        map.forEach((key, value) ->
                visitor.accept(Integer.toUnsignedLong(Layout.wrap(key).getInt()), limits(value)));
    }

    /** Reads all entries. */
    public Snapshot snapshot() {
        return new Snapshot(EntrySnapshot.of(map));
    }

    /** All entries, as each was at some moment while they were read. */
    public static final class Snapshot {

        private final EntrySnapshot entries;

        private Snapshot(EntrySnapshot entries) {
            this.entries = entries;
        }

        /** Returns a user's own limits; empty if it had none. */
        public Optional<Limits> get(long userId) {
            return entries.get(userId).map(RateLimitMap::limits);
        }

        /** Returns who had limits, by rising id. */
        public LongStream userIds() {
            return entries.keys();
        }
    }

    /** Returns a {@code struct rate_limit}. */
    private static byte[] value(Limits limits) {
        return Layout.allocate(Layout.RATE_LIMIT_SIZE)
                .putInt((int) limits.packetsPerSecond())
                .putInt((int) limits.burstPackets())
                .putLong(limits.bytesPerSecond())
                .putLong(limits.burstBytes())
                .array();
    }

    private static Limits limits(byte[] value) {
        ByteBuffer buffer = Layout.wrap(value);
        return new Limits(
                Integer.toUnsignedLong(buffer.getInt(0)),
                Integer.toUnsignedLong(buffer.getInt(4)),
                buffer.getLong(8),
                buffer.getLong(16));
    }
}
