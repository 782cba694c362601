package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.NOW;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.user;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.BackupException;
import org.lumenlink.relay.registry.DeniedNetwork;
import org.lumenlink.relay.registry.DenyStore;
import org.lumenlink.relay.registry.RegistryBackup;
import org.lumenlink.relay.registry.RegistryBackup.Contents;
import org.lumenlink.relay.registry.RegistryBackup.Restored;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestDisk;

class SqliteBackupTest {

    private static final byte[] SECRET = new byte[32];

    @TempDir
    Path folder;

    private Path data;
    private Path file;
    private RegistryBackup backup;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
        file = folder.resolve("registry.backup");
        backup = RegistryBackup.of(data);
    }

    @Test
    void backupWhileTheRegistryIsOpenThenHasAllThatWasAcknowledgedAndIsReadableToItsOwnerOnly() throws IOException {
        List<User> users = fill();
        SqliteFixture.contextRunner(data).run(context -> {
            UserStore store = context.getBean(UserStore.class);
            User another = store.create(user(3, "192.0.2.3", null));
            Contents contents = backup.backup(file);
            assertThat(contents.users()).isEqualTo(3);
            assertThat(contents.tokenKeys()).isEqualTo(1);
            assertThat(contents.networks()).isEqualTo(1);
            assertThat(contents.encryptionKeys()).hasSize(1);
            store.delete(1, users.getFirst().version(), NOW, NOW);
            assertThat(store.find(3)).contains(another);
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(list(folder)).containsExactlyInAnyOrder("data", "registry.backup");

        Path elsewhere = folder.resolve("elsewhere");
        assertThat(RegistryBackup.of(elsewhere).restore(file).replaced()).isEmpty();
        SqliteFixture.contextRunner(elsewhere)
                .run(context -> assertThat(context.getStartupFailure())
                        .as("without the key that the token keys are encrypted under")
                        .hasStackTraceContaining("token-keys.key"));
        Files.copy(data.resolve("token-keys.key"), elsewhere.resolve("token-keys.key"));
        SqliteFixture.contextRunner(elsewhere).run(context -> {
            assertThat(context.getBean(UserStore.class).list(UserFilter.ALL, 0, 10))
                    .hasSize(3)
                    .containsAll(users);
            assertThat(context.getBean(TokenKeyStore.class).list())
                    .singleElement()
                    .satisfies(key -> assertThat(key.secret()).isEqualTo(SECRET));
            assertThat(context.getBean(DenyStore.class).count()).isOne();
        });
    }

    @Test
    void backupWhileUsersAreAddedThenIsOneMomentOfThem() throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            SqliteFixture.contextRunner(data).run(context -> {
                UserStore store = context.getBean(UserStore.class);
                AtomicBoolean done = new AtomicBoolean();
                Future<Long> writer = executor.submit(() -> {
                    long id = 0;
                    while (!done.get()) {
                        id++;
                        store.create(user(id, "192.0.2.1", null));
                    }
                    return id;
                });
                for (int i = 0; i < 5; i++) {
                    Path copy = folder.resolve("copy" + i);
                    long before = store.count();
                    long copied = backup.backup(copy).users();
                    assertThat(copied).isBetween(before, store.count());
                    assertThat(Shell.run("sqlite3", copy.toString(), "SELECT max(id) FROM relay_user")
                                    .strip())
                            .as("all up to the last one that is there")
                            .isEqualTo(copied == 0 ? "" : String.valueOf(copied));
                }
                done.set(true);
                assertThat(writer.get()).isEqualTo(store.count());
            });
        }
    }

    @Test
    void backupWhenFileExistsThenLeavesItAlone() throws IOException {
        fill();
        Files.writeString(file, "precious");
        assertRefused(() -> backup.backup(file), file + " exists already: name another file, or remove it");
        assertThat(file).hasContent("precious");
    }

    @Test
    void backupWhenThereIsNoRegistryThenSaysWhereItLooked() {
        assertRefused(() -> backup.backup(file), "there is no registry in " + data, "--data-dir");
        assertThat(data).doesNotExist();
    }

    @Test
    void backupWhenThereIsNoSuchFolderThenSaysSo() {
        fill();
        Path nowhere = folder.resolve("nowhere/backup");
        assertRefused(() -> backup.backup(nowhere), "cannot write " + nowhere);
    }

    @Test
    void backupWhenThereIsNoRoomForItThenSaysSoAndLeavesNothing() throws IOException {
        fill();
        try (TestDisk disk = TestDisk.inMemory(16)) {
            Path target = disk.path().resolve("backup");
            assertRefused(() -> backup.backup(target), "there is no room for the backup in " + disk.path());
            assertThat(list(disk.path())).isEmpty();
        }
    }

    @Test
    void backupWhenRegistryIsDamagedThenFailsAndLeavesNothing() {
        fill();
        Shell.run(
                "dd",
                "if=/dev/urandom",
                "of=" + data.resolve("relay.db"),
                "bs=4096",
                "seek=1",
                "count=20",
                "conv=notrunc");
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> backup.backup(file))
                .withMessageContaining("relay.db in the data directory " + data + " is damaged");
        assertThat(file).doesNotExist();
    }

    @Test
    void restoreWhenThereIsARegistryThenItIsKeptUnderAnotherName() {
        fill();
        backup.backup(file);
        SqliteFixture.contextRunner(data)
                .run(context -> context.getBean(UserStore.class).create(user(3, "192.0.2.3", null)));
        Path replaced = backup.restore(file).replaced().orElseThrow();
        SqliteFixture.contextRunner(data)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isEqualTo(2));
        assertThat(Shell.run("sqlite3", replaced.toString(), "SELECT count(*) FROM relay_user"))
                .isEqualToIgnoringNewLines("3");
    }

    @Test
    void restoreWhenRelayWasKilledThenItsWriteAheadLogDoesNotGetIntoTheRestoredRegistry() throws IOException {
        fill();
        backup.backup(file);
        Path killed = folder.resolve("killed");
        SqliteFixture.contextRunner(data).run(context -> {
            context.getBean(UserStore.class).create(user(3, "192.0.2.3", null));
            // As a relay leaves it that is killed: with a log that holds the last change.
            Shell.run("cp", "-a", data.toString(), killed.toString());
        });
        assertThat(killed.resolve("relay.db-wal")).exists();
        Path replaced = RegistryBackup.of(killed).restore(file).replaced().orElseThrow();
        SqliteFixture.contextRunner(killed)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isEqualTo(2));
        assertThat(Shell.run("sqlite3", replaced.toString(), "SELECT count(*) FROM relay_user"))
                .as("the log was kept with what it belongs to")
                .isEqualToIgnoringNewLines("3");
    }

    @Test
    void restoreWhenRegistryIsDamagedThenPutsTheBackupInItsPlace() throws IOException {
        fill();
        backup.backup(file);
        Files.writeString(data.resolve("relay.db"), "garbage");
        backup.restore(file);
        SqliteFixture.contextRunner(data)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isEqualTo(2));
    }

    @Test
    void restoreThenVersionsGivenSinceTheBackupAreNotGivenAgain() {
        fill();
        backup.backup(file);
        long[] given = new long[1];
        SqliteFixture.contextRunner(data)
                .run(context -> given[0] = context.getBean(UserStore.class)
                        .create(user(3, "192.0.2.3", null))
                        .version());
        backup.restore(file);
        SqliteFixture.contextRunner(data)
                .run(context -> assertThat(context.getBean(UserStore.class)
                                .create(user(3, "192.0.2.4", null))
                                .version())
                        .isGreaterThan(given[0]));
    }

    @Test
    void restoreWhileARelayRunsThenIsRefused() {
        fill();
        backup.backup(file);
        SqliteFixture.contextRunner(data)
                .run(context ->
                        assertRefused(() -> backup.restore(file), "a relay is running on the data directory " + data));
        SqliteFixture.contextRunner(data)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isEqualTo(2));
    }

    @Test
    void restoreWhenFileIsDamagedThenChangesNothing() throws IOException {
        fill();
        backup.backup(file);
        Shell.run("dd", "if=/dev/urandom", "of=" + file, "bs=4096", "seek=2", "count=3", "conv=notrunc");
        assertRestoreRefused("is no backup, or a damaged one");
    }

    @Test
    void restoreWhenFileIsNoBackupThenChangesNothing() throws IOException {
        fill();
        Files.writeString(file, "This is no database. ".repeat(100));
        assertRestoreRefused("is no backup, or a damaged one");
        Files.delete(file);
        Shell.run("sqlite3", file.toString(), "CREATE TABLE other (id)");
        assertRestoreRefused("is a database, but no relay's");
        Files.delete(file);
        assertRestoreRefused("there is no file " + file);
    }

    @Test
    void restoreWhenFileIsADatabaseInUseThenIsRefused() throws IOException {
        fill();
        Shell.run("cp", data.resolve("relay.db").toString(), file.toString());
        assertRestoreRefused("is a relay's own database", "scripts/lumenlink backup FILE");
    }

    @Test
    void restoreWhenBackupIsOfANewerRelayThenChangesNothing() throws IOException {
        fill();
        backup.backup(file);
        Shell.run(
                "sqlite3",
                file.toString(),
                "INSERT INTO flyway_schema_history VALUES"
                        + " (99, '9999', 'future', 'SQL', 'V9999__future.sql', 1, 'relay', '2099-01-01 00:00:00.000', 1, 1)");
        assertRestoreRefused("has a schema that this relay does not know", "9999");
    }

    @Test
    void startAfterARestoreThatWasBrokenOffThenIsRefusedUntilItIsRepeated() throws IOException {
        fill();
        backup.backup(file);
        Files.copy(file, Restoration.marker(data));
        SqliteFixture.contextRunner(data)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("a backup was not restored to its end in the data directory " + data)
                        .hasStackTraceContaining("scripts/lumenlink restore FILE"));
        Restored restored = backup.restore(file);
        assertThat(restored.contents().users()).isEqualTo(2);
        SqliteFixture.contextRunner(data)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isEqualTo(2));
    }

    /** Makes a registry of two users, a token key and a denied network. */
    private List<User> fill() {
        User[] users = new User[2];
        SqliteFixture.contextRunner(data).run(context -> {
            UserStore store = context.getBean(UserStore.class);
            users[0] = store.create(user(1, "192.0.2.1", "first"));
            users[1] = store.create(user(2, "2001:db8::1", null));
            context.getBean(TokenKeyStore.class).add(SECRET, TokenKeyState.ACTIVE, NOW);
            context.getBean(DenyStore.class).add(new DeniedNetwork(InetAddress.ofLiteral("198.51.100.0"), 24, NOW));
        });
        return List.of(users);
    }

    private void assertRestoreRefused(String... words) throws IOException {
        assertRefused(() -> backup.restore(file), words);
        SqliteFixture.contextRunner(data)
                .run(context ->
                        assertThat(context.getBean(UserStore.class).count()).isEqualTo(2));
        assertThat(list(data)).containsExactlyInAnyOrder("relay.db", "relay.lock", "token-keys.key");
    }

    private static void assertRefused(Runnable action, String... words) {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(action::run)
                .satisfies(e -> assertThat(e).hasMessageContainingAll(words));
    }

    private static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> String.valueOf(each.getFileName())).toList();
        }
    }
}
