package org.lumenlink.relay.dataplane;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;

/** {@code user_map}: who is registered, and where their packets go. Safe for use by several threads. */
public final class UserMap {

    private static final int SLOT_OFFSET = 24;

    private final BpfMap map;
    private final UserSlots slots;
    private final Epoch epoch;

    /** Goes on with the slots that a relay before has given. */
    UserMap(BpfMap map, UserSlots slots, Epoch epoch) {
        this.map = map;
        this.slots = slots;
        this.epoch = epoch;
        readAll();
    }

    /**
     * Writes a user's entry; the next packet sees it.
     *
     * @throws KernelException with E2BIG if the map is full
     */
    public synchronized void put(long userId, UserEntry entry) {
        Optional<Integer> present = slotOf(Layout.key32(userId)).filter(slot -> slots.isOf(slot, userId));
        int slot = present.orElseGet(() -> take(userId));
        try {
            map.update(Layout.key32(userId), value(entry, slot), BpfMap.Update.ANY);
        } catch (KernelException e) {
            if (present.isEmpty()) {
                slots.give(slot);
            }
            throw e;
        }
        epoch.raise();
    }

    /**
     * Writes the entries of many users, in batches where the kernel can.
     *
     * @throws KernelException with E2BIG if the map is full; some may have been written
     */
    public synchronized void putAll(Map<Long, UserEntry> entries) {
        putAll(entries, userId -> slotOf(Layout.key32(userId)).filter(slot -> slots.isOf(slot, userId)));
    }

    /** Returns who has which slot now. Sorts all of them: for many users at a time. */
    public synchronized SlotOwners slotOwners() {
        return slots.byOwner();
    }

    /**
     * Writes the entries of users that somebody else has changed or removed, as {@link #putAll} does: who had a slot gets it
     * again, unless it is another's by now.
     */
    public synchronized void restoreAll(Map<Long, UserEntry> entries, SlotOwners former) {
        putAll(entries, userId -> former.slotOf(userId).filter(slot -> slots.isOf(slot, userId)));
    }

    private void putAll(Map<Long, UserEntry> entries, LongFunction<Optional<Integer>> slotOf) {
        List<BpfMap.Entry> written = new ArrayList<>(entries.size());
        try {
            entries.forEach((userId, entry) -> {
                int slot = slotOf.apply(userId).orElseGet(() -> take(userId));
                written.add(new BpfMap.Entry(Layout.key32(userId), value(entry, slot)));
            });
            map.updateAll(written);
        } catch (KernelException e) {
            readAll();
            throw e;
        } finally {
            epoch.raise();
        }
    }

    private int take(long userId) {
        int slot = slots.free();
        if (slot < 0) {
            throw new KernelException(
                    "give a user a slot of " + map.name(), new Errno(Errno.E2BIG, "E2BIG", "all slots are taken"));
        }
        slots.assign(slot, userId);
        return slot;
    }

    /**
     * Reads all entries as they are now, and whose slots are taken. Leaves out those that somebody else has written with a
     * slot that is another's: {@link #put} gives these one of their own.
     */
    public synchronized Map<Long, UserEntry> readAll() {
        Map<Long, UserEntry> entries = new HashMap<>();
        slots.clear();
        map.forEach((key, value) -> {
            long userId = Integer.toUnsignedLong(Layout.wrap(key).getInt());
            if (slots.assign(slot(value), userId)) {
                entries.put(userId, read(value));
            }
        });
        return entries;
    }

    public Optional<UserEntry> get(long userId) {
        return map.lookup(Layout.key32(userId)).map(UserMap::read);
    }

    /** Tells whether a user's entry is just this, with a slot of its own. */
    public boolean holds(long userId, UserEntry entry) {
        return isJust(map.lookup(Layout.key32(userId)), userId, entry);
    }

    private synchronized boolean isJust(Optional<byte[]> value, long userId, UserEntry entry) {
        return value.filter(present -> slots.isOf(slot(present), userId))
                .filter(present -> Arrays.equals(present, value(entry, slot(present))))
                .isPresent();
    }

    /** Reads all entries. */
    public Snapshot snapshot() {
        return new Snapshot(EntrySnapshot.of(map));
    }

    /** All entries, as each was at some moment while they were read. */
    public final class Snapshot {

        private final EntrySnapshot entries;

        private Snapshot(EntrySnapshot entries) {
            this.entries = entries;
        }

        /** Tells whether a user's entry was just this, with a slot that is the user's own now. */
        public boolean holds(long userId, UserEntry entry) {
            return isJust(entries.get(userId), userId, entry);
        }

        /** Returns who had an entry, by rising id. */
        public LongStream userIds() {
            return entries.keys();
        }
    }

    /** Returns what a user's packets amounted to; empty if none came yet, or there is no such user. */
    public Optional<Usage> usage(long userId) {
        return slotOf(Layout.key32(userId)).flatMap(slot -> slots.usage(userId, slot));
    }

    /**
     * Reads what the packets of all users amounted to, in one pass over their slots, while changes of users go on. Leaves
     * out those of whom none came.
     */
    public List<UserTraffic> traffic() {
        int[] owners;
        synchronized (this) {
            owners = slots.owners();
        }
        return slots.traffic(owners);
    }

    /** Removes a user; returns whether it was there. Its slot may be another's from the next epoch on. */
    public synchronized boolean delete(long userId) {
        byte[] key = Layout.key32(userId);
        Optional<Integer> slot = slotOf(key);
        boolean found = map.delete(key);
        epoch.raise();
        slot.filter(each -> slots.isOf(each, userId)).ifPresent(slots::give);
        return found;
    }

    public void forEach(BiConsumer<Long, UserEntry> visitor) {
        map.forEach((key, value) ->
                visitor.accept(Integer.toUnsignedLong(Layout.wrap(key).getInt()), read(value)));
    }

    /** Returns how many users have an entry, as far as this has written or read them. */
    public synchronized int count() {
        return slots.count();
    }

    public int capacity() {
        return map.maxEntries();
    }

    private Optional<Integer> slotOf(byte[] key) {
        return map.lookup(key).map(UserMap::slot);
    }

    /** Returns the slot that an entry names. */
    static int slot(byte[] value) {
        return Layout.wrap(value).getInt(SLOT_OFFSET);
    }

    /** Returns a {@code struct user_entry}. */
    private static byte[] value(UserEntry entry, int slot) {
        ByteBuffer value = Layout.allocate(Layout.USER_SIZE);
        value.put(Layout.address(entry.destination().getAddress()));
        value.putShort(Layout.port(entry.destination().getPort()));
        value.putShort((short) entry.generation());
        value.put((byte) (entry.enabled() ? 1 : 0));
        value.put((byte) entry.maxSessions());
        value.putInt(SLOT_OFFSET, slot);
        return value.array();
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
