package org.lumenlink.relay.api;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The application's web layer and security, over use cases without a kernel. Not found by component scans. */
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
        })
@ComponentScan({"org.lumenlink.relay.api", "org.lumenlink.relay.security"})
@ConfigurationPropertiesScan("org.lumenlink.relay.security")
class WebLayer {

    @Bean
    InMemoryRelay relay() {
        return new InMemoryRelay();
    }
}
