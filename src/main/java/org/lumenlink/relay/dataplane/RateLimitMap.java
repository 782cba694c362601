package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.lumenlink.relay.libbpf.BpfMap;

/** {@code rate_limit_map}: limits, bucket levels and usage of each user. Safe for use by several threads. */
public final class RateLimitMap {

    private static final int USAGE_OFFSET = 80;
    private static final int USAGE_SIZE = 24;

    private final BpfMap map;

    RateLimitMap(BpfMap map) {
        this.map = map;
    }

    /**
     * Sets a user's limits; the next packet is held to them. Levels, usage and session places of an entry that exists
     * are kept: the packets that pass between this method's reading and writing, some microseconds, are not charged.
     *
     * @throws org.lumenlink.relay.libbpf.KernelException with E2BIG if the map is full
     */
    public synchronized void put(long userId, Limits limits) {
        byte[] key = Layout.key32(userId);
        Optional<byte[]> present = map.lookupLocked(key);
        byte[] value = present.orElseGet(() -> new byte[Layout.RATE_LIMIT_SIZE]);
        ByteBuffer buffer = Layout.wrap(value);
        buffer.putInt(4, (int) limits.packetsPerSecond());
        buffer.putInt(8, (int) limits.burstPackets());
        buffer.putLong(16, limits.bytesPerSecond());
        buffer.putLong(24, limits.burstBytes());
        if (present.isPresent()) {
            map.updateLocked(key, value, BpfMap.Update.EXIST);
        } else {
            map.update(key, value, BpfMap.Update.ANY);
        }
    }

    public Optional<Limits> get(long userId) {
        return map.lookupLocked(Layout.key32(userId)).map(RateLimitMap::limits);
    }

    /** Returns what the user's packets amounted to; empty if none came yet. */
    public Optional<Usage> usage(long userId) {
        return map.lookupLocked(Layout.key32(userId)).map(value -> new Usage(usage(value, 0), usage(value, 1)));
    }

    /** Removes a user's entry; returns whether it was there. */
    public boolean delete(long userId) {
        return map.delete(Layout.key32(userId));
    }

    public void forEach(BiConsumer<Long, Limits> visitor) {
        map.forEach((key, value) ->
                visitor.accept(Integer.toUnsignedLong(Layout.wrap(key).getInt()), limits(value)));
    }

    private static Limits limits(byte[] value) {
        ByteBuffer buffer = Layout.wrap(value);
        return new Limits(
                Integer.toUnsignedLong(buffer.getInt(4)),
                Integer.toUnsignedLong(buffer.getInt(8)),
                buffer.getLong(16),
                buffer.getLong(24));
    }

    private static DirectionUsage usage(byte[] value, int direction) {
        ByteBuffer buffer = Layout.wrap(value);
        int offset = USAGE_OFFSET + direction * USAGE_SIZE;
        return new DirectionUsage(buffer.getLong(offset), buffer.getLong(offset + 8), buffer.getLong(offset + 16));
    }
}
