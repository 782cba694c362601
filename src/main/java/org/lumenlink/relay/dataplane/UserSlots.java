package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code user_slot_map} and {@code user_places_map}: the state that the program keeps of each user, by a number that the user's entry in
 * {@code user_map} names. This gives the numbers; the program does all else.
 */
final class UserSlots {

    private static final int USER_ID_OFFSET = 4;
    private static final int HELD_OFFSET = 48;
    private static final int METER_OFFSET = 64;
    private static final int METER_SIZE = 64;
    private static final int PACKETS_IN_METER = 48;
    private static final int BYTES_IN_METER = 56;

    private final BpfMap map;
    private final BpfMap places;
    private final BitSet taken = new BitSet();
    private final int[] owners;

    /** With a million users, looking from the first on takes longer than all else that is done for one. */
    private int allTakenBelow;

    UserSlots(BpfMap map, BpfMap places) {
        this.map = map;
        this.places = places;
        this.owners = new int[map.maxEntries()];
    }

    /** Returns a slot that nobody has, or -1 if all are taken. */
    int free() {
        int slot = taken.nextClearBit(allTakenBelow);
        allTakenBelow = slot;
        if (slot >= map.maxEntries()) {
            return -1;
        }
        return slot;
    }

    /** Returns whose each slot is; 0 for those that nobody has. */
    int[] owners() {
        int[] present = new int[owners.length];
        taken.stream().forEach(slot -> present[slot] = owners[slot]);
        return present;
    }

    /**
     * Reads what the packets of all users amounted to, in one pass over the map; leaves out users of whom none came.
     *
     * @param owners as {@link #owners} returned them
     */
    List<UserTraffic> traffic(int[] owners) {
        List<UserTraffic> traffic = new ArrayList<>();
        map.forEach((key, value) -> {
            int owner = owners[Layout.wrap(key).getInt()];
            ByteBuffer slot = Layout.wrap(value);
            if (owner != 0 && slot.getInt(USER_ID_OFFSET) == owner) {
                traffic.add(new UserTraffic(
                        Integer.toUnsignedLong(owner),
                        packets(slot, 0),
                        bytes(slot, 0),
                        packets(slot, 1),
                        bytes(slot, 1)));
            }
        });
        return traffic;
    }

    /** Gives a slot to a user; returns false if it is another's, or there is no such slot. */
    boolean assign(int slot, long userId) {
        if (slot < 0 || slot >= owners.length || (taken.get(slot) && owners[slot] != (int) userId)) {
            return false;
        }
        taken.set(slot);
        owners[slot] = (int) userId;
        return true;
    }

    /** Tells whether a slot is a user's. */
    boolean isOf(int slot, long userId) {
        return slot >= 0 && slot < owners.length && taken.get(slot) && owners[slot] == (int) userId;
    }

    /** Returns how many are taken. */
    int count() {
        return taken.cardinality();
    }

    /** Returns who has which slot now. */
    SlotOwners byOwner() {
        return new SlotOwners(taken.stream()
                .mapToLong(slot -> (long) owners[slot] << Integer.SIZE | slot)
                .sorted()
                .toArray());
    }

    void give(int slot) {
        taken.clear(slot);
        allTakenBelow = Math.min(allTakenBelow, slot);
    }

    /** Takes back all slots. */
    void clear() {
        taken.clear();
        allTakenBelow = 0;
    }

    /** Returns what a user's packets amounted to; empty if none came yet. Each number is whole; a packet may come in between. */
    Optional<Usage> usage(long userId, int slot) {
        byte[] key = Layout.key32(slot);
        return map.lookup(key)
                .map(Layout::wrap)
                .filter(value -> Integer.toUnsignedLong(value.getInt(USER_ID_OFFSET)) == userId)
                .map(value -> {
                    ByteBuffer limited = Layout.wrap(places.lookup(key).orElseThrow());
                    return new Usage(usage(value, limited, 0), usage(value, limited, 1));
                });
    }

    /** Makes of a slot that was copied while packets used it one that nobody has locked. */
    static void unlock(byte[] slot) {
        Layout.wrap(slot).putInt(HELD_OFFSET, 0);
    }

    private static DirectionUsage usage(ByteBuffer value, ByteBuffer limited, int direction) {
        return new DirectionUsage(
                packets(value, direction), bytes(value, direction), limited.getLong(direction * Long.BYTES));
    }

    private static long packets(ByteBuffer value, int direction) {
        return value.getLong(METER_OFFSET + direction * METER_SIZE + PACKETS_IN_METER);
    }

    private static long bytes(ByteBuffer value, int direction) {
        return value.getLong(METER_OFFSET + direction * METER_SIZE + BYTES_IN_METER);
    }
}
