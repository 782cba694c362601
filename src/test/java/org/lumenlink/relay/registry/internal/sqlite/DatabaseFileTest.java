package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.UserStore;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseFileTest {

    @TempDir
    Path directory;

    @Test
    void startWhenDirectoryIsMissingThenNobodyElseCanReadAnything() {
        Path missing = directory.resolve("var/lib");
        SqliteFixture.contextRunner(missing).run(context -> {
            context.getBean(UserStore.class).create(SqliteFixture.user(1, "192.0.2.1", null));
            assertThat(mode(missing)).isEqualTo("rwx------");
            try (var files = Files.list(missing)) {
                assertThat(files.toList())
                        .hasSize(5)
                        .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
            }
        });
    }

    @Test
    void startWhenFileIsReadableByOthersThenIsNoMore() throws IOException {
        Path file = Files.createFile(directory.resolve("relay.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        DatabaseFile.in(directory).close();
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void startWhenDirectoryIsAFileThenSaysWhichAndHowToMendIt() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> DatabaseFile.in(file))
                .withMessageContaining("data directory " + file + " cannot be used: it is not a directory")
                .withMessageContaining("install -d -m 0700")
                .withMessageContaining("LUMENLINK_RELAY_DATA_DIR");
    }

    @Test
    void startWhenDirectoryCannotBeMadeThenSaysWhichAndHowToMendIt() {
        // Not even root can make a directory there.
        SqliteFixture.contextRunner(Path.of("/proc/lumenlink"))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(Exception.class)
                        .hasStackTraceContaining(
                                "data directory /proc/lumenlink cannot be used: no directory can be made there")
                        .hasStackTraceContaining("LUMENLINK_RELAY_DATA_DIR"));
    }

    @Test
    void registryWhenReopenedThenKeepsWhatItHeld() {
        SqliteFixture.contextRunner(directory)
                .run(context -> context.getBean(UserStore.class).create(SqliteFixture.user(1, "192.0.2.1", null)));
        SqliteFixture.contextRunner(directory)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isOne());
    }

    @Test
    void connectionWhenOpenedThenHasTheSettingsThatDurabilityNeeds() {
        SqliteFixture.contextRunner(directory).run(context -> {
            JdbcClient client = context.getBean(JdbcClient.class);
            assertThat(pragma(client, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(client, "synchronous")).isEqualTo("2");
            assertThat(pragma(client, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(client, "busy_timeout")).isEqualTo("10000");
        });
    }

    private static String pragma(JdbcClient client, String name) {
        return client.sql("PRAGMA " + name).query(String.class).single();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
