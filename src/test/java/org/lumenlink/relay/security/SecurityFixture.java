package org.lumenlink.relay.security;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;

/** The registry's database as the application opens it, with the store of keys. */
final class SecurityFixture {

    static final Instant NOW = Instant.parse("2026-06-01T23:00:00.123Z");

    private SecurityFixture() {}

    static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    static void withStore(Path dataDir, Consumer<ApiKeyStore> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FlywayAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class))
                .withUserConfiguration(Wiring.class)
                .withPropertyValues("lumenlink.relay.data-dir=" + dataDir)
                .run(context -> test.accept(context.getBean(ApiKeyStore.class)));
    }

    // Not a @Configuration: no test that scans for components may find it.
    @ComponentScan("org.lumenlink.relay.registry")
    @ConfigurationPropertiesScan("org.lumenlink.relay.registry")
    static class Wiring {}
}
