package org.lumenlink.relay.dataplane;

import java.util.Arrays;
import java.util.Optional;

/** Which slot each user had at some moment, also those whose entries somebody else has removed. */
public final class SlotOwners {

    private final long[] slots;

    /**
     * Takes over the slots.
     *
     * @param slots in rising order, of each the user's id in the upper 32 bits and the slot in the lower
     */
    SlotOwners(long[] slots) {
        this.slots = slots;
    }

    /** Returns the slot that a user had, if it had one. */
    Optional<Integer> slotOf(long userId) {
        long least = userId << Integer.SIZE;
        int found = Arrays.binarySearch(slots, least);
        int at = found < 0 ? -found - 1 : found;
        return at < slots.length && slots[at] >>> Integer.SIZE == userId
                ? Optional.of((int) slots[at])
                : Optional.empty();
    }
}
