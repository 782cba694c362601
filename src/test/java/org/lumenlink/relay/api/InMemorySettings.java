package org.lumenlink.relay.api;

import java.util.List;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.Limit;
import org.lumenlink.relay.relay.LiveSettings;

/** Settings that change nothing but themselves. */
class InMemorySettings implements LiveSettings {

    private volatile Limit limit = new Limit(10_000, 100, 100_000_000, 1_000_000);
    private volatile String level = "info";

    @Override
    public Limit defaultRateLimit() {
        return limit;
    }

    @Override
    public void setDefaultRateLimit(Limit wanted) {
        if (wanted.packetsPerSecond() < 1) {
            throw new InvalidValueException("packetsPerSecond", "must be between 1 and 100000000");
        }
        limit = wanted;
    }

    @Override
    public String logLevel() {
        return level;
    }

    @Override
    public void setLogLevel(String wanted) {
        if (!List.of("error", "warn", "info", "debug", "trace", "off").contains(wanted)) {
            throw new InvalidValueException("level", "must be " + LEVELS);
        }
        level = wanted;
    }
}
