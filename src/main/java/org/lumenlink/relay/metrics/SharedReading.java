package org.lumenlink.relay.metrics;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets meters that are read one after another see the figures of one moment, taken once. A meter that asks a second time
 * belongs to the next scrape, for which they are taken again; so they are for what was left over by a scrape of some
 * meters only.
 *
 * @param <T> the figures
 */
class SharedReading<T> {

    private static final long MAX_AGE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<T> source;
    private final LongSupplier nanoTime;
    private final Set<Object> readers = new HashSet<>();
    private @Nullable T taken;
    private long takenAt;

    /**
     * @param source takes the figures
     * @param nanoTime as {@link System#nanoTime}
     */
    SharedReading(Supplier<T> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the figures.
     *
     * @param meter who asks
     */
    synchronized T read(Object meter) {
        long now = nanoTime.getAsLong();
        T present = taken;
        if (present == null || now - takenAt > MAX_AGE_NANOS || readers.contains(meter)) {
            present = source.get();
            taken = present;
            takenAt = now;
            readers.clear();
        }
        readers.add(meter);
        return present;
    }
}
