package org.lumenlink.relay.api;

import java.time.Clock;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The application's web layer, security and registry, over use cases without a kernel. Not found by component scans. */
@EnableAutoConfiguration
@ComponentScan({"org.lumenlink.relay.api", "org.lumenlink.relay.registry", "org.lumenlink.relay.security"})
@ConfigurationPropertiesScan({"org.lumenlink.relay.api", "org.lumenlink.relay.registry", "org.lumenlink.relay.security"
})
class WebLayer {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    InMemoryRelay inMemoryRelay() {
        return new InMemoryRelay();
    }

    @Bean
    InMemoryDenyList inMemoryDenyList() {
        return new InMemoryDenyList();
    }

    @Bean
    InMemoryTokenKeys inMemoryTokenKeys() {
        return new InMemoryTokenKeys();
    }

    @Bean
    InMemorySettings inMemorySettings() {
        return new InMemorySettings();
    }

    @Bean
    InMemoryInterfaces inMemoryInterfaces() {
        return new InMemoryInterfaces();
    }

    @Bean
    HealthIndicator dataplane() {
        return () -> Health.up().build();
    }

    @Bean
    HealthIndicator store() {
        return () -> Health.up().build();
    }

    @Bean
    HealthIndicator keys() {
        return () -> Health.up().build();
    }

    /** Never ready, so that the two ways to ask for health can be told apart. */
    @Bean("relay")
    HealthIndicator readiness() {
        return () -> Health.outOfService().withDetail("reason", "a test").build();
    }
}
