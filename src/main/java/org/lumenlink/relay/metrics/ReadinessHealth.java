package org.lumenlink.relay.metrics;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Ready while nothing speaks against it. Says in the log what does, once for each reason. */
class ReadinessHealth extends AbstractHealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ReadinessHealth.class);

    private final String component;
    private final Supplier<String> reason;
    private volatile String lastReason = "";

    /**
     * @param component for the log, such as {@code store}
     * @param reason that speaks against it, or an empty string
     */
    ReadinessHealth(String component, Supplier<String> reason) {
        super("The " + component + " cannot be asked whether it is ready");
        this.component = component;
        this.reason = reason;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        String present = reason.get();
        if (!present.equals(lastReason)) {
            lastReason = present;
            if (present.isEmpty()) {
                log.info("The {} is ready.", component);
            } else {
                log.warn("The {} is not ready: {}", component, present);
            }
        }
        if (present.isEmpty()) {
            health.up();
        } else {
            health.outOfService().withDetail("reason", present);
        }
    }
}
