package org.lumenlink.relay.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RepeatLimit limit = new RepeatLimit(now::get, Scheduler.disabledScheduler());
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger("org.lumenlink.relay.Something");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        context.addTurboFilter(limit);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
        lines.start();
    }

    @Test
    void lineWhenRepeatedWithOtherFiguresThenIsLeftOutAndCounted() {
        for (int i = 0; i < RepeatLimit.LINES + 5; i++) {
            log.warn("Cannot reach {}", i);
        }
        log.warn("Something else");

        assertThat(said())
                .hasSize(RepeatLimit.LINES + 1)
                .contains("Cannot reach " + (RepeatLimit.LINES - 1))
                .endsWith("Something else");

        now.addAndGet(RepeatLimit.WINDOW.toNanos());
        log.warn("Cannot reach {}", "it again");

        assertThat(said().subList(RepeatLimit.LINES + 1, said().size()))
                .containsExactlyInAnyOrder(
                        "5 more lines like this one were left out within 10 minutes: Cannot reach {}",
                        "Cannot reach it again");
    }

    @Test
    void linesWhenTheApplicationEndsThenAreCountedToo() {
        for (int i = 0; i < RepeatLimit.LINES + 1; i++) {
            log.info("Again");
        }
        limit.tellAll();

        assertThat(said()).endsWith("1 more lines like this one were left out within 10 minutes: Again");
    }

    @Test
    void linesWhenForLookingCloselyOrOfOthersThenAreAllThere() {
        context.getLogger("org.lumenlink").setLevel(Level.DEBUG);
        Logger others = context.getLogger("org.example.Server");
        for (int i = 0; i < RepeatLimit.LINES + 5; i++) {
            log.debug("Looked at {}", i);
            others.warn("Slow");
        }

        assertThat(said()).hasSize(2 * (RepeatLimit.LINES + 5));
    }

    @Test
    void lineWhenItsLevelIsOffThenDoesNotCount() {
        context.getLogger("org.lumenlink").setLevel(Level.WARN);
        for (int i = 0; i < RepeatLimit.LINES + 5; i++) {
            log.info("Quiet");
        }
        limit.tellAll();

        assertThat(said()).isEmpty();
    }

    private List<String> said() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
