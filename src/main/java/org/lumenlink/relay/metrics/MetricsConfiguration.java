package org.lumenlink.relay.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.relay.MapHealing;
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
    LatencyCollector latencyCollector(Dataplane dataplane, PrometheusRegistry registry) {
        LatencyCollector collector = new LatencyCollector(dataplane::latency);
        registry.register(collector);
        return collector;
    }

    @Bean
    UserEventMeters userEventMeters(Dataplane dataplane) {
        return new UserEventMeters(dataplane.userEvents());
    }

    @Bean
    MapHealingMeters mapHealingMeters(MapHealing healing) {
        return new MapHealingMeters(healing);
    }

    @Bean
    DataplaneHealth dataplaneHealthIndicator(Dataplane dataplane) {
        return new DataplaneHealth(dataplane::interfaces);
    }

    @Bean
    ReadinessHealth relayHealthIndicator(RelayReadiness readiness) {
        return new ReadinessHealth("relay", readiness::reason);
    }

    @Bean
    ReadinessHealth storeHealthIndicator(RelayReadiness readiness) {
        return new ReadinessHealth("store", readiness::storeReason);
    }

    @Bean
    ReadinessHealth keysHealthIndicator(RelayReadiness readiness) {
        return new ReadinessHealth("key store", readiness::keysReason);
    }
}
