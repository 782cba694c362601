package org.lumenlink.relay.logging;

import ch.qos.logback.classic.LoggerContext;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits repeated lines while the application runs. */
@Configuration(proxyBeanMethods = false)
class LoggingConfiguration {

    @Bean
    SmartLifecycle repeatLimit() {
        return new Installed(new RepeatLimit(Ticker.systemTicker(), Scheduler.systemScheduler()));
    }

    /** The limit in its place. */
    private static final class Installed implements SmartLifecycle {

        private final RepeatLimit limit;
        private boolean running;

        private Installed(RepeatLimit limit) {
            this.limit = limit;
        }

        @Override
        public synchronized void start() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
                logback.addTurboFilter(limit);
                running = true;
            }
        }

        @Override
        public synchronized void stop() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
                logback.getTurboFilterList().remove(limit);
            }
            limit.tellAll();
            running = false;
        }

        @Override
        public synchronized boolean isRunning() {
            return running;
        }

        /** Before everything that logs, and after it. */
        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }
    }
}
