package org.lumenlink.relay.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.BulkUsers;
import org.lumenlink.relay.relay.BulkUsers.Entry;
import org.lumenlink.relay.relay.BulkUsers.Outcome;
import org.lumenlink.relay.relay.BulkUsers.Refused;
import org.lumenlink.relay.relay.BulkUsers.Taken;

/** Some consecutive lines of a bulk: what they say, and then what became of them. */
final class BulkBatch {

    private static final int LINES = 1000;

    private final List<Long> numbers = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<BulkFailure> failures = new ArrayList<>();
    private int lines;
    private int registered;
    private boolean isLast;
    private boolean isBroken;

    /** Adds a line. */
    void add(long line, Entry entry) {
        numbers.add(line);
        entries.add(entry);
        lines++;
    }

    /** Adds a line that is refused. */
    void addRefused(long line, @Nullable Long userId, RuntimeException reason) {
        failures.add(BulkFailure.of(line, userId, problem(reason)));
        lines++;
    }

    /** Notes that no line comes after these. */
    void end() {
        isLast = true;
    }

    /** Notes that lines after these cannot be taken. */
    void breakOff() {
        isLast = true;
        isBroken = true;
    }

    /** Has the users taken; all lines fail if they cannot be. */
    void commit(BulkUsers users) {
        try {
            List<Outcome> outcomes = users.put(entries);
            for (int i = 0; i < outcomes.size(); i++) {
                switch (outcomes.get(i)) {
                    case Taken taken -> registered += taken.created() ? 1 : 0;
                    case Refused refused -> fail(i, problem(refused.reason()));
                }
            }
        } catch (RuntimeException e) {
            Problem problem = problem(e);
            for (int i = 0; i < entries.size(); i++) {
                fail(i, problem);
            }
            breakOff();
        }
        failures.sort(Comparator.comparingLong(BulkFailure::line));
    }

    private void fail(int entry, Problem problem) {
        failures.add(BulkFailure.of(numbers.get(entry), entries.get(entry).userId(), problem));
    }

    private static Problem problem(RuntimeException reason) {
        return Refusals.problem(reason, "the line", BulkController.PATH);
    }

    boolean isFull() {
        return lines >= LINES;
    }

    boolean isLast() {
        return isLast;
    }

    /** Tells whether lines after these could not be taken, if there were any. */
    boolean isBroken() {
        return isBroken;
    }

    /** Returns the lines that were refused, in their order, once the batch is committed. */
    List<BulkFailure> failures() {
        return failures;
    }

    /** Adds what became of the lines, once the batch is committed. */
    BulkSummary.Counts addTo(BulkSummary.Counts counts) {
        return new BulkSummary.Counts(
                counts.lines() + lines,
                counts.registered() + registered,
                counts.replaced() + lines - failures.size() - registered,
                counts.failed() + failures.size(),
                counts.complete() && !isBroken);
    }
}
