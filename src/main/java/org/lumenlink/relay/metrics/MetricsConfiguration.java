package org.lumenlink.relay.metrics;

import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.relay.RelayReadiness;
import org.lumenlink.relay.relay.RelayStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Exports meters, and says on the management port whether the relay is alive and ready. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    RelayMeters relayMeters(RelayStatus status) {
        return new RelayMeters(status, System::nanoTime);
    }

    @Bean
    DataplaneHealth dataplaneHealthIndicator(Dataplane dataplane) {
        return new DataplaneHealth(dataplane::isAttached);
    }

    @Bean
    ReadinessHealth relayHealthIndicator(RelayReadiness readiness) {
        return new ReadinessHealth("relay", readiness::reason);
    }

    @Bean
    ReadinessHealth storeHealthIndicator(RelayReadiness readiness) {
        return new ReadinessHealth("store", readiness::storeReason);
    }
}
