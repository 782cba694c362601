package org.lumenlink.relay.relay;

import java.util.Locale;
import java.util.Objects;
import org.lumenlink.relay.dataplane.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Service;

@Service
class ChangeableSettings implements LiveSettings {

    private static final Logger log = LoggerFactory.getLogger(ChangeableSettings.class);

    /** The one that RELAY_LOG sets the level of. */
    private static final String LOGGER = "org.lumenlink";

    private final UserRules rules;
    private final DefaultLimits defaults;
    private final Reconciler reconciler;
    private final LoggingSystem logging = LoggingSystem.get(ChangeableSettings.class.getClassLoader());

    ChangeableSettings(UserRules rules, DefaultLimits defaults, Reconciler reconciler) {
        this.rules = rules;
        this.defaults = defaults;
        this.reconciler = reconciler;
    }

    @Override
    public Limit defaultRateLimit() {
        Limits limits = defaults.current();
        return new Limit(
                limits.packetsPerSecond(), limits.burstPackets(), limits.bytesPerSecond(), limits.burstBytes());
    }

    @Override
    public synchronized void setDefaultRateLimit(Limit limit) {
        rules.check(limit);
        Limits before = defaults.current();
        Limits wanted =
                new Limits(limit.packetsPerSecond(), limit.burstPackets(), limit.bytesPerSecond(), limit.burstBytes());
        try {
            reconciler.reconcileAfter(() -> defaults.set(wanted));
        } catch (RuntimeException e) {
            defaults.set(before);
            throw e;
        }
        log.info("The default rate limit is now {}", limit);
    }

    @Override
    public String logLevel() {
        return Objects.requireNonNull(logging.getLoggerConfiguration(LOGGER))
                .getEffectiveLevel()
                .name()
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public void setLogLevel(String level) {
        logging.setLogLevel(LOGGER, parse(level));
        log.info("The level of the log is now {}", level);
    }

    private static LogLevel parse(String level) {
        for (LogLevel each : LogLevel.values()) {
            if (each != LogLevel.FATAL && each.name().toLowerCase(Locale.ROOT).equals(level)) {
                return each;
            }
        }
        throw new InvalidValueException("level", "must be " + LEVELS);
    }
}
