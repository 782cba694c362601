package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFileTest {

    @TempDir
    Path folder;

    private Path path;
    private ApiKeyFile keys;

    @BeforeEach
    void open() {
        path = folder.resolve("api-keys");
        keys = new ApiKeyFile(path);
    }

    @Test
    void keyWhenInTheFileThenFoundWithItsRole() throws IOException {
        Files.writeString(path, "# keys\n\n" + line("viewer", "one") + "\n  " + line("issuer", "two") + "  \n");

        assertThat(keys.find("one")).map(ApiKey::role).contains(Role.VIEWER);
        assertThat(keys.find("two")).map(ApiKey::role).contains(Role.ISSUER);
        assertThat(keys.find("three")).isEmpty();
    }

    @Test
    void keyWhenItsHashIsSentThenNotFound() throws IOException {
        Files.writeString(path, line("admin", "one"));

        assertThat(keys.find(ApiKey.hash("one"))).isEmpty();
    }

    @Test
    void keyWhenAddedOrWithdrawnThenKnownWithoutRestart() throws IOException {
        Files.writeString(path, line("admin", "one"));
        assertThat(keys.find("one")).isPresent();

        Files.writeString(path, line("admin", "one") + "\n" + line("viewer", "another"));
        assertThat(keys.find("another")).isPresent();

        Files.writeString(path, line("viewer", "another"));
        assertThat(keys.find("one")).isEmpty();
    }

    @Test
    void keysWhenTheFileIsGoneThenNobodyIsLetIn() throws IOException {
        Files.writeString(path, line("admin", "one"));
        assertThat(keys.find("one")).isPresent();

        Files.delete(path);

        assertThat(keys.find("one")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"root %s name", "ADMIN %s name", "admin %s", "%s admin name", "admin %s two names", "admin,%s,x"
            })
    void lineWhenMalformedThenLetsNobodyInAndOthersStillDo(String malformed) throws IOException {
        Files.writeString(path, malformed.formatted(ApiKey.hash("one")) + "\n" + line("viewer", "two"));

        assertThat(keys.find("one")).isEmpty();
        assertThat(keys.find("two")).isPresent();
        assertThat(keys.hasEntries()).isTrue();
    }

    @Test
    void fileWhenItHasCommentsOnlyThenHasNoEntries() throws IOException {
        Files.writeString(path, "# nothing yet\n\n");

        assertThat(keys.hasEntries()).isFalse();
    }

    @Test
    void keyWhenPrintedThenShowsNoHash() {
        assertThat(new ApiKey(Role.ADMIN, ApiKey.hash("one"), "me").toString()).isEqualTo("ApiKey[admin me]");
    }

    private static String line(String role, String key) {
        return role + " " + ApiKey.hash(key) + " someone";
    }
}
