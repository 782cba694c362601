package org.lumenlink.relay.relay;

import java.util.List;

/** Registers many users at a time. */
public interface BulkUsers {

    /**
     * Registers or replaces users as {@link Users#put} would one after the other: of several entries of one user the last
     * one holds. An entry that is refused does not keep others from being taken. What was taken is committed, with all
     * others of the batch at once, and in the maps when this returns.
     *
     * @return what became of each entry, in their order
     */
    List<Outcome> put(List<Entry> batch);

    /** What is said of a user. */
    record Entry(long userId, UserSpec spec) {}

    /** What became of an entry. */
    sealed interface Outcome {}

    /** The entry was taken. */
    record Taken(boolean created) implements Outcome {}

    /** The entry was refused, as {@link Users#put} would; nothing of it was kept. */
    record Refused(RuntimeException reason) implements Outcome {}
}
