package org.lumenlink.relay.metrics;

import org.lumenlink.relay.relay.RelayReadiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Ready while the relay does what it has been told. Says in the log why not, once for each reason. */
class ReadinessHealth extends AbstractHealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ReadinessHealth.class);

    private final RelayReadiness readiness;
    private volatile String lastReason = "";

    ReadinessHealth(RelayReadiness readiness) {
        super("The relay cannot be asked whether it is ready");
        this.readiness = readiness;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        String reason = readiness.reason();
        if (!reason.equals(lastReason)) {
            lastReason = reason;
            if (reason.isEmpty()) {
                log.info("Ready.");
            } else {
                log.warn("Not ready: {}", reason);
            }
        }
        if (reason.isEmpty()) {
            health.up();
        } else {
            health.outOfService().withDetail("reason", reason);
        }
    }
}
