package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.security.SecurityFixture.NOW;
import static org.lumenlink.relay.security.SecurityFixture.at;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.lumenlink.relay.security.ApiKeys.ApiKey;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Keys of the file {@code api-keys} are taken over once. */
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyFileTest {

    @TempDir
    Path dataDir;

    @Test
    void keysWhenInTheFileThenTakenOverAndTheFileIsPutAside() {
        write("# keys\n\n" + line("viewer", "one") + "\n  " + line("issuer", "two") + "  \n");

        SecurityFixture.withStore(dataDir, store -> {
            take(store);

            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            assertThat(keys.use("one")).map(ApiKey::role).contains(Role.VIEWER);
            assertThat(keys.use("two")).map(ApiKey::role).contains(Role.ISSUER);
            assertThat(keys.use(HexFormat.of().formatHex(ApiKeySecret.hash("one"))))
                    .isEmpty();
            assertThat(path()).doesNotExist();
            assertThat(path().resolveSibling("api-keys.imported")).exists();
        });
    }

    @Test
    void keyWhenRevokedThenDoesNotComeBackWithTheNextStart() {
        write(line("viewer", "one"));

        SecurityFixture.withStore(dataDir, store -> {
            take(store);
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            keys.revoke(keys.use("one").orElseThrow().id());
            take(store);

            assertThat(keys.use("one")).isEmpty();
        });
    }

    @Test
    void keyWhenTakenOverBeforeThenIsThereOnce() {
        SecurityFixture.withStore(dataDir, store -> {
            write(line("viewer", "one"));
            take(store);
            write(line("viewer", "one"));
            take(store);

            assertThat(new StoredApiKeys(store, at(NOW)).list(0, 10).keys()).hasSize(1);
        });
    }

    @Test
    void mountedFileWhenChangedThenItsKeysAreTakenAndThoseRevokedMeanwhileStayRevoked(@TempDir Path secret)
            throws IOException {
        Path mounted = secret.resolve("api-keys");
        Files.writeString(mounted, line("viewer", "one"));

        SecurityFixture.withStore(dataDir, store -> {
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            take(ApiKeyFile.mounted(mounted, path()), store);
            assertThat(keys.use("one")).isPresent();
            assertThat(mounted).as("it is not the relay's to move").exists();
            keys.revoke(keys.use("one").orElseThrow().id());

            take(ApiKeyFile.mounted(mounted, path()), store);
            assertThat(keys.use("one")).as("after another start").isEmpty();
        });
        Files.writeString(mounted, line("issuer", "two"));
        SecurityFixture.withStore(dataDir, store -> {
            take(ApiKeyFile.mounted(mounted, path()), store);
            assertThat(new StoredApiKeys(store, at(NOW)).use("two"))
                    .map(ApiKey::role)
                    .contains(Role.ISSUER);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"root %s name", "ADMIN %s name", "admin %s", "%s admin name", "admin %s two names", "admin,%s,x"
            })
    void lineWhenMalformedThenLetsNobodyInAndOthersStillDo(String malformed, CapturedOutput log) {
        String hash = HexFormat.of().formatHex(ApiKeySecret.hash("one"));
        write(malformed.formatted(hash) + "\n" + line("viewer", "two"));

        SecurityFixture.withStore(dataDir, store -> {
            take(store);

            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            assertThat(keys.use("one")).isEmpty();
            assertThat(keys.use("two")).isPresent();
            assertThat(log).contains("line 1 is ignored").doesNotContain(hash);
        });
    }

    private void take(ApiKeyStore store) {
        take(ApiKeyFile.own(path()), store);
    }

    private static void take(ApiKeyFile file, ApiKeyStore store) {
        try {
            file.takeInto(store, at(NOW));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String content) {
        try {
            Files.writeString(path(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path() {
        return dataDir.resolve("api-keys");
    }

    private static String line(String role, String key) {
        return role + " " + HexFormat.of().formatHex(ApiKeySecret.hash(key)) + " someone";
    }
}
