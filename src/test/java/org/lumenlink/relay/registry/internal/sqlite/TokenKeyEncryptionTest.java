package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.NOW;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.support.Shell;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever has relay.db alone has no token key; whoever lacks the key to it gets to know at the start. */
@ExtendWith(OutputCaptureExtension.class)
class TokenKeyEncryptionTest {

    private static final String ONE = "11".repeat(32);
    private static final String OTHER = "22".repeat(32);
    private static final String KEY = "lumenlink.relay.token-keys.encryption-key=";
    private static final String FILE = "lumenlink.relay.token-keys.encryption-key-file=";
    private static final String PREVIOUS_FILE = "lumenlink.relay.token-keys.previous-encryption-key-file=";

    /** A secret that is found among other bytes. */
    private static final byte[] SECRET = "the secret of a token key, as is".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path dataDir;

    @Test
    void keyWhenNothingIsSetThenMadeForItsOwnerOnlyAndSaidSo(CapturedOutput log) throws IOException {
        run(context -> add(context));

        Path file = dataDir.resolve("token-keys.key");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(log)
                .contains("Made " + file)
                .doesNotContain(Files.readString(file).strip());
        run(context -> assertThat(secrets(context)).containsExactly(SECRET));
    }

    @Test
    void tokenKeyWhenAddedThenIsInNoFileAsItIs() {
        run(context -> {
            add(context);
            assertThat(secrets(context)).containsExactly(SECRET);
            assertSecretIsInNoFile();
        });
        assertSecretIsInNoFile();
    }

    @Test
    void tokenKeyWhenStoredBeforeThereWasEncryptionThenEncryptedByTheStart(CapturedOutput log) {
        run(context -> {
            context.getBean(JdbcClient.class)
                    .sql("INSERT INTO token_key (secret, state, created_at) VALUES (?, 'active', 0)")
                    .param(SECRET)
                    .update();
            assertThatExceptionOfType(AssertionError.class).isThrownBy(this::assertSecretIsInNoFile);
        });

        run(context -> {
            assertSecretIsInNoFile();
            assertThat(secrets(context)).containsExactly(SECRET);
        });
        assertThat(log).contains("Encrypted 1 token key(s)");
    }

    @Test
    void startWhenTheFileWithTheKeyIsGoneThenFailsAndMakesNoOther() throws IOException {
        run(TokenKeyEncryptionTest::add);
        Files.move(dataDir.resolve("token-keys.key"), dataDir.resolve("safe"));

        assertFailure(
                "are encrypted under encryption key",
                dataDir + "/token-keys.key does not exist",
                FILE.replace("=", ""));
        assertThat(dataDir.resolve("token-keys.key")).doesNotExist();

        run(context -> assertThat(secrets(context)).containsExactly(SECRET), FILE + dataDir.resolve("safe"));
    }

    @Test
    void startWhenTheKeyIsAnotherThenFailsAndChangesNothing() {
        run(TokenKeyEncryptionTest::add, KEY + ONE);

        assertFailure("are encrypted under encryption key", "has encryption key", FILE.replace("=", ""), KEY + OTHER);

        run(context -> assertThat(secrets(context)).containsExactly(SECRET), KEY + ONE);
    }

    @Test
    void startWhenTheNamedFileDoesNotExistThenFailsAndMakesNone() {
        Path file = dataDir.resolve("mine");

        assertFailure(file + ", which is to have the key", "does not exist", "openssl rand -hex 32", FILE + file);
        assertThat(file).doesNotExist();
    }

    @Test
    void startWhenThePreviousFileDoesNotExistThenFails() {
        Path file = dataDir.resolve("old");

        assertFailure(file + ", which is to have", "does not exist", "restore it", PREVIOUS_FILE + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "", "zz"})
    void startWhenTheKeyIsNoKeyThenFailsWithoutRepeatingIt(String key) throws IOException {
        String text = key.repeat(32);
        Path file = Files.writeString(dataDir.resolve("mine"), text);

        String told = assertFailure(file + " has no key", "64 hexadecimal digits", "openssl rand -hex 32", FILE + file);
        if (!text.isEmpty()) {
            assertThat(told).doesNotContain(text);
        }
    }

    @Test
    void startWhenKeyAndFileAreSetThenFails() {
        assertFailure(
                "lumenlink.relay.token-keys.encryption-key and",
                "are both set",
                "set one of them",
                KEY + ONE,
                FILE + dataDir.resolve("mine"));
    }

    @Test
    void startWhenATokenKeyWasChangedThenFails() {
        run(
                context -> {
                    add(context);
                    context.getBean(JdbcClient.class)
                            .sql("UPDATE token_key SET secret = ?")
                            .param(SECRET)
                            .update();
                },
                KEY + ONE);

        assertFailure("not as the relay has written it", "relay.db", "DELETE FROM token_key", KEY + ONE);
    }

    @Test
    void startWhenTheKeyIsLostThenWorksAfterTheCommandThatIsNamed() {
        run(TokenKeyEncryptionTest::add, KEY + ONE);
        String told = assertFailure("are encrypted under", "has encryption key", "sqlite3", KEY + OTHER);
        Matcher command = Pattern.compile("sqlite3 (\\S+) '([^']+)'").matcher(told);
        assertThat(command.find()).isTrue();

        // What the command does, without the program sqlite3, which need not be there.
        run(context -> context.getBean(JdbcClient.class).sql(command.group(2)).update(), KEY + ONE);

        run(context -> assertThat(secrets(context)).isEmpty(), KEY + OTHER);
        assertThat(command.group(1)).isEqualTo(dataDir + "/relay.db");
    }

    @Test
    void keyWhenChangedAsTheDocumentSaysThenOldOneIsNoLongerNeeded() throws IOException {
        String document = Files.readString(Path.of("docs/security.md"));
        String section =
                document.substring(document.indexOf("## Changing the key that token keys are encrypted under"));
        List<String> blocks = Pattern.compile("(?m)(?:^ {4}\\S.*\\n)+")
                .matcher(section.substring(0, section.indexOf("\n## ", 5)))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(blocks).hasSize(3);
        run(TokenKeyEncryptionTest::add);
        String before = Files.readString(dataDir.resolve("token-keys.key"));

        Shell.run("sh", "-ec", here(blocks.get(0)));
        assertThat(Files.readString(dataDir.resolve("token-keys.key"))).isNotEqualTo(before);
        run(
                context -> assertThat(secrets(context)).containsExactly(SECRET),
                here(blocks.get(1)).strip().replaceFirst("^--", ""));
        Shell.run("sh", "-ec", here(blocks.get(2)));

        run(context -> assertThat(secrets(context)).containsExactly(SECRET));
        try (var files = Files.list(dataDir)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("relay.db", "relay.lock", "token-keys.key");
        }
    }

    @Test
    void fileWhenOthersMayReadItThenTheLogSaysSo(CapturedOutput log) throws IOException {
        Path file = Files.writeString(dataDir.resolve("mine"), ONE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        run(TokenKeyEncryptionTest::add, FILE + file);

        assertThat(log).contains("chmod 0600 " + file);
    }

    private String here(String commands) {
        return commands.replace("/var/lib/lumenlink", dataDir.toString());
    }

    private void run(Consumer<AssertableApplicationContext> test, String... settings) {
        SqliteFixture.contextRunner(dataDir).withPropertyValues(settings).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context);
        });
    }

    /** Starts what must fail, and returns all that the user is told. */
    private String assertFailure(String what, String alsoWhat, String mend, String... settings) {
        AtomicReference<String> told = new AtomicReference<>("");
        SqliteFixture.contextRunner(dataDir).withPropertyValues(settings).run(context -> {
            FailureAnalysis analysis = Objects.requireNonNull(
                    new EncryptionKeyFailureAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure())));
            assertThat(analysis.getDescription()).contains(what, alsoWhat);
            assertThat(analysis.getAction()).contains(mend);
            told.set(analysis.getDescription() + analysis.getAction());
        });
        return told.get();
    }

    private void assertSecretIsInNoFile() {
        try (var files = Files.list(dataDir)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(new String(SECRET, StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void add(AssertableApplicationContext context) {
        context.getBean(TokenKeyStore.class).add(SECRET, TokenKeyState.ACTIVE, NOW);
    }

    private static List<byte[]> secrets(AssertableApplicationContext context) {
        return context.getBean(TokenKeyStore.class).list().stream()
                .map(TokenKeyRecord::secret)
                .toList();
    }
}
