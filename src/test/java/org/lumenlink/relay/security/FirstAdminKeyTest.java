package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdminKeyTest {

    @TempDir
    Path folder;

    private SecuritySettings settings;

    @BeforeEach
    void choose() {
        settings = new SecuritySettings(folder.resolve("data"));
    }

    @Test
    void ensureWhenNoKeyIsConfiguredThenMakesOneForItsOwnerOnly(CapturedOutput log) throws IOException {
        new FirstAdminKey(settings).ensure();

        String written = Files.readString(settings.adminKey());
        assertThat(written).matches("lumenlink_[A-Za-z0-9_-]{43}\\n");
        assertThat(new ApiKeyFile(settings.apiKeys()).find(written.strip()))
                .map(ApiKey::role)
                .contains(Role.ADMIN);
        assertThat(permissions(settings.dataDir())).isEqualTo("rwx------");
        assertThat(permissions(settings.adminKey())).isEqualTo("rw-------");
        assertThat(permissions(settings.apiKeys())).isEqualTo("rw-------");
        assertThat(log).contains(settings.adminKey().toString()).doesNotContain(written.strip());
        try (var files = Files.list(settings.dataDir())) {
            assertThat(files).containsExactlyInAnyOrder(settings.adminKey(), settings.apiKeys());
        }
    }

    @Test
    void ensureWhenThereIsAKeyThenChangesNothing() throws IOException {
        new FirstAdminKey(settings).ensure();
        String key = Files.readString(settings.adminKey());
        String keys = Files.readString(settings.apiKeys());

        new FirstAdminKey(settings).ensure();

        assertThat(Files.readString(settings.adminKey())).isEqualTo(key);
        assertThat(Files.readString(settings.apiKeys())).isEqualTo(keys);
    }

    @Test
    void ensureWhenTheKeysWereRemovedThenMakesAnotherKey() throws IOException {
        new FirstAdminKey(settings).ensure();
        String key = Files.readString(settings.adminKey());
        Files.delete(settings.apiKeys());

        new FirstAdminKey(settings).ensure();

        assertThat(Files.readString(settings.adminKey())).isNotEqualTo(key);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
