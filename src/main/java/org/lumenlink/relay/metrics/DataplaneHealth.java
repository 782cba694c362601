package org.lumenlink.relay.metrics;

import java.util.function.Supplier;
import org.lumenlink.relay.dataplane.AttachedInterfaces;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Healthy while the program is attached to every interface that it is to be attached to; names those that are missing.
 * Without some the relay is out of service, without all it is down.
 */
class DataplaneHealth extends AbstractHealthIndicator {

    private final Supplier<AttachedInterfaces> interfaces;

    DataplaneHealth(Supplier<AttachedInterfaces> interfaces) {
        super("The dataplane cannot be asked whether it is attached");
        this.interfaces = interfaces;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        AttachedInterfaces present = interfaces.get();
        present.missing().forEach(each -> health.withDetail(each.interfaceName(), each.reason()));
        if (present.missing().isEmpty()) {
            health.up();
        } else if (present.attached().isEmpty()) {
            health.down();
        } else {
            health.outOfService();
        }
    }
}
