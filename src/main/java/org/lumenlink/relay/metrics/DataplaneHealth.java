package org.lumenlink.relay.metrics;

import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Healthy while the program is attached to every interface that it was attached to. */
class DataplaneHealth extends AbstractHealthIndicator {

    private final BooleanSupplier attached;

    DataplaneHealth(BooleanSupplier attached) {
        super("The dataplane cannot be asked whether it is attached");
        this.attached = attached;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        if (attached.getAsBoolean()) {
            health.up();
        } else {
            health.down();
        }
    }
}
