package org.lumenlink.relay.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets a line that is logged again and again, whatever its figures, appear some times in ten minutes, and then says how
 * often it was left out. Only for the relay's own lines, and not for those of the levels that are switched on to look for
 * something.
 */
final class RepeatLimit extends TurboFilter {

    static final int LINES = 50;
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** Far more than there are lines in the relay's code. */
    private static final int DIFFERENT_LINES = 1000;

    private static final String OURS = "org.lumenlink.";
    private static final String LEFT_OUT = "{} more lines like this one were left out within {} minutes: {}";

    private final Cache<Line, AtomicInteger> counts;

    /**
     * @param ticker tells the time
     * @param scheduler tells when a window is over
     */
    RepeatLimit(Ticker ticker, Scheduler scheduler) {
        counts = Caffeine.newBuilder()
                .maximumSize(DIFFERENT_LINES)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .scheduler(scheduler)
                .removalListener(RepeatLimit::tell)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable throwable) {
        // Without a format it is only asked whether the level is on.
        if (format == null
                || format.equals(LEFT_OUT)
                || !level.isGreaterOrEqual(Level.INFO)
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())
                || !logger.getName().startsWith(OURS)) {
            return FilterReply.NEUTRAL;
        }
        int count = counts.get(new Line(logger, format), line -> new AtomicInteger())
                .incrementAndGet();
        return count <= LINES ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    /** Ends all windows, and says what was left out. */
    void tellAll() {
        counts.invalidateAll();
        counts.cleanUp();
    }

    private static void tell(@Nullable Line line, @Nullable AtomicInteger count, RemovalCause cause) {
        int leftOut = count == null ? 0 : count.get() - LINES;
        if (line != null && leftOut > 0) {
            line.logger().warn(LEFT_OUT, leftOut, WINDOW.toMinutes(), line.format());
        }
    }

    /** A line, without its figures. */
    private record Line(Logger logger, String format) {}
}
