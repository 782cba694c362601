package org.lumenlink.relay.api;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The application's web layer and security, over use cases without a kernel. Not found by component scans. */
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
        })
@ComponentScan({"org.lumenlink.relay.api", "org.lumenlink.relay.security"})
@ConfigurationPropertiesScan({"org.lumenlink.relay.api", "org.lumenlink.relay.security"})
class WebLayer {

    @Bean
    InMemoryRelay inMemoryRelay() {
        return new InMemoryRelay();
    }

    @Bean
    InMemoryDenyList inMemoryDenyList() {
        return new InMemoryDenyList();
    }

    @Bean
    HealthIndicator dataplane() {
        return () -> Health.up().build();
    }

    @Bean
    HealthIndicator store() {
        return () -> Health.up().build();
    }

    /** Never ready, so that the two ways to ask for health can be told apart. */
    @Bean("relay")
    HealthIndicator readiness() {
        return () -> Health.outOfService().withDetail("reason", "a test").build();
    }
}
