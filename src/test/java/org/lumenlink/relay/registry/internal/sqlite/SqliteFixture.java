package org.lumenlink.relay.registry.internal.sqlite;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserLimit;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;

/** Wires the adapter as Spring Boot does in the application. */
final class SqliteFixture {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00.123Z");
    static final UserLimit LIMIT = new UserLimit(1, 2, 3, 4_000_000_000L);

    private SqliteFixture() {}

    static ApplicationContextRunner contextRunner(Path directory) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FlywayAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class))
                .withUserConfiguration(Adapter.class)
                .withPropertyValues("lumenlink.relay.data-dir=" + directory);
    }

    static User user(long id, String destination, @Nullable String label) {
        return new User(id, InetAddress.ofLiteral(destination), 443, LIMIT, true, label, 3, 7, 0, NOW, NOW);
    }

    // Not a @Configuration: no test that scans for components may find it.
    @EnableConfigurationProperties({EncryptionSettings.class, SqliteSettings.class})
    @Import({
        EncryptionKeys.class,
        SqliteConfiguration.class,
        SqliteSession.class,
        SqliteProbe.class,
        SqliteUserStore.class,
        SqliteTokenKeyStore.class,
        SqliteDenyStore.class,
        TokenKeyEncryption.class
    })
    static class Adapter {}
}
