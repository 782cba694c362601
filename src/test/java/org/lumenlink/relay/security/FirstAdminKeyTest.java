package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.security.SecurityFixture.NOW;
import static org.lumenlink.relay.security.SecurityFixture.at;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.lumenlink.relay.security.ApiKeys.ApiKey;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A relay is never open to all, nor closed to everybody. */
@ExtendWith(OutputCaptureExtension.class)
class FirstAdminKeyTest {

    @TempDir
    Path dataDir;

    @Test
    void ensureWhenThereIsNoKeyThenMakesOneForItsOwnerOnly(CapturedOutput log) {
        SecurityFixture.withStore(dataDir, store -> {
            ensure(store, NOW);

            String key = content();
            assertThat(key).matches("lumenlink_[A-Za-z0-9_-]{43}\\n");
            assertThat(new StoredApiKeys(store, at(NOW)).use(key.strip()))
                    .map(ApiKey::role)
                    .contains(Role.ADMIN);
            assertThat(permissions()).isEqualTo("rw-------");
            assertThat(log).contains(path().toString()).doesNotContain(key.strip());
            assertThat(dataDir.toFile().list()).noneMatch(name -> name.startsWith("."));
        });
    }

    @Test
    void ensureWhenThereIsAValidKeyThenChangesNothing() {
        SecurityFixture.withStore(dataDir, store -> {
            ensure(store, NOW);
            String key = content();

            ensure(store, NOW);

            assertThat(content()).isEqualTo(key);
        });
    }

    @Test
    void ensureWhenTheLastAdminKeyHasExpiredThenMakesAnotherKey() {
        SecurityFixture.withStore(dataDir, store -> {
            new StoredApiKeys(store, at(NOW)).create("operator", Role.OPERATOR, null);
            new StoredApiKeys(store, at(NOW)).create("admin", Role.ADMIN, NOW.plusSeconds(1));
            ensure(store, NOW);
            assertThat(path()).doesNotExist();

            ensure(store, NOW.plusSeconds(1));

            assertThat(new StoredApiKeys(store, at(NOW)).use(content().strip())).isPresent();
        });
    }

    private void ensure(ApiKeyStore store, Instant now) {
        try {
            new FirstAdminKey(path()).ensure(store, at(now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path() {
        return dataDir.resolve("admin.key");
    }

    private String content() {
        try {
            return Files.readString(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String permissions() {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
