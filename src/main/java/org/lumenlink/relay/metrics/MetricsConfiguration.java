package org.lumenlink.relay.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.RelayReadiness;
import org.lumenlink.relay.relay.RelayStatus;
import org.lumenlink.relay.relay.TokenKeys;
import org.lumenlink.relay.security.ApiKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Exports meters, and says on the management port whether the relay is alive and ready. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    RelayMeters relayMeters(Dataplane dataplane) {
        return new RelayMeters(() -> Reading.of(dataplane), System::nanoTime);
    }

    @Bean
    StateMeters stateMeters(RelayStatus status, RelayReadiness readiness, Draining draining, Dataplane dataplane) {
        return new StateMeters(status::users, readiness, draining, dataplane::interfaces);
    }

    @Bean
    TokenKeyMeters tokenKeyMeters(TokenKeys keys, Clock clock) {
        return new TokenKeyMeters(keys, clock, System::nanoTime);
    }

    @Bean
    ApiKeyMeters apiKeyMeters(ApiKeys keys, Clock clock) {
        return new ApiKeyMeters(keys, clock, System::nanoTime);
    }

    @Bean
    BuildMeters buildMeters(RelayStatus status) {
        return new BuildMeters(status.dataplane());
    }

    @Bean
    MissingDescriptions missingDescriptions() {
        return new MissingDescriptions();
    }

    @Bean
    SpanContent spanContent() {
        return new SpanContent();
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
}
