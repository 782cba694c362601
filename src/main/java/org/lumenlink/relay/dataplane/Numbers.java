package org.lumenlink.relay.dataplane;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives things the numbers by which entries of BPF maps name them. A number stays with its thing for as long as there
 * are others to give; after that those go first that have been out of use for the longest time.
 */
final class Numbers<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final Set<T> unused = new LinkedHashSet<>();
    private final int last;
    private int given;

    /** Gives numbers from 1 to {@code last}. */
    Numbers(int last) {
        this.last = last;
    }

    /** Notes a number that a thing has already; passes over what cannot be, or would be a second thing with that number. */
    void adopt(T thing, int number) {
        if (number < 1 || number > last || numbers.containsValue(number)) {
            return;
        }
        numbers.put(thing, number);
        unused.add(thing);
        given = Math.max(given, number);
    }

    /** Returns the number of a thing that is in use, or 0 if there is none to be had. */
    int of(T thing) {
        unused.remove(thing);
        @Nullable Integer number = numbers.get(thing);
        if (number == null) {
            number = next();
            if (number != 0) {
                numbers.put(thing, number);
            }
        }
        return number;
    }

    /** Notes that only these things are in use. */
    void retain(Set<T> used) {
        numbers.keySet().stream().filter(thing -> !used.contains(thing)).forEach(unused::add);
    }

    private int next() {
        if (given < last) {
            return ++given;
        }
        for (int number = 1; number <= last; number++) {
            if (!numbers.containsValue(number)) {
                return number;
            }
        }
        if (unused.isEmpty()) {
            return 0;
        }
        T oldest = unused.iterator().next();
        unused.remove(oldest);
        return Objects.requireNonNull(numbers.remove(oldest));
    }
}
