package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.RegistryUnavailableException.Cause;
import org.lumenlink.relay.registry.StoreProbe;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestDisk;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Disks that fill up, turn read-only or lie, under a database that is open and one that is to be opened. */
class StoreFailureTest {

    /** Users that make a database of a few dozen pages. */
    private static final int USERS = 300;

    @TempDir
    Path directory;

    @Test
    void diskWhenFullThenNothingAcknowledgedIsLostAndChangesGoOnOnceThereIsRoom() {
        try (TestDisk disk = TestDisk.inMemory(2048)) {
            AtomicLong acknowledged = new AtomicLong();
            withStore(disk.path(), (store, probe) -> {
                disk.fill();
                RegistryUnavailableException full = failure(() -> {
                    while (true) {
                        long id = acknowledged.get() + 1;
                        createUsers(store, id, id);
                        acknowledged.set(id);
                    }
                });
                assertThat(full.kind()).isEqualTo(Cause.FULL);
                assertThat(full)
                        .hasMessageContaining(
                                "the disk of the data directory %1$s is full: make room on it (df -h %1$s)",
                                disk.path());
                assertThat(failure(probe::write).kind()).isEqualTo(Cause.FULL);
                assertThat(store.list(UserFilter.ALL, 0, 100_000)).hasSize(acknowledged.intValue());

                disk.empty();
                probe.write();
                acknowledged.set(createUsers(store, acknowledged.get() + 1, acknowledged.get() + 100));
            });
            withStore(disk.path(), (store, probe) -> assertThat(store.count()).isEqualTo(acknowledged.get()));
        }
    }

    @Test
    void startWhenDiskIsFullThenSaysSoAndLeavesTheRegistryAsItWas() {
        try (TestDisk disk = TestDisk.inMemory(2048)) {
            withStore(disk.path(), (store, probe) -> createUsers(store, 1, 10));
            disk.fill();
            assertStartFails(disk.path(), "the disk of the data directory " + disk.path() + " is full", "df -h");
            disk.empty();
            withStore(disk.path(), (store, probe) -> assertThat(store.count()).isEqualTo(10));
        }
    }

    @Test
    void diskWhenTheKernelGivesItUpThenSaysSoAndNothingAcknowledgedIsLost() {
        try (TestDisk disk = TestDisk.ext4()) {
            withStore(disk.path(), (store, probe) -> {
                createUsers(store, 1, 10);
                disk.fail();
                assertThat(failure(() -> createUsers(store, 11, 11)))
                        .hasMessageContaining("data directory " + disk.path())
                        .hasMessageContaining("dmesg");
                assertThat(failure(probe::write)).hasMessageContaining("dmesg");
                assertThat(store.find(10)).isPresent();
                assertThat(store.find(11)).isEmpty();
            });
        }
    }

    @Test
    void startWhenDiskIsReadOnlyThenSaysHowToMakeItWritable() {
        try (TestDisk disk = TestDisk.inMemory(1024)) {
            withStore(disk.path(), (store, probe) -> createUsers(store, 1, 1));
            disk.makeReadOnly();
            assertStartFails(
                    disk.path(),
                    "the disk of the data directory " + disk.path() + " is read-only",
                    "mount -o remount,rw \"$(findmnt -no TARGET -T " + disk.path() + ")\"");
        }
    }

    @Test
    void fileWhenOverwrittenWhileOpenThenIsFoundDamagedAndTakesNoMoreChanges() {
        withStore(directory, (store, probe) -> createUsers(store, 1, USERS));
        withStore(directory, (store, probe) -> {
            overwrite(1, 15);
            assertThat(failure(() -> store.list(UserFilter.ALL, 0, USERS)).kind())
                    .isEqualTo(Cause.DAMAGED);
            assertThat(failure(() -> createUsers(store, USERS + 1, USERS + 1)))
                    .hasMessageContaining("relay.db in the data directory " + directory + " is damaged")
                    .hasMessageContaining("scripts/lumenlink restore FILE");
            assertThat(failure(probe::write).kind()).isEqualTo(Cause.DAMAGED);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 15})
    void startWhenAPageIsOverwrittenThenSaysThatItIsDamagedAndHowToRestore(int page) {
        withStore(directory, (store, probe) -> createUsers(store, 1, USERS));
        overwrite(page, 1);
        assertStartFails(
                directory,
                "relay.db in the data directory " + directory + " is damaged",
                "scripts/lumenlink restore FILE");
    }

    @Test
    void startWhenFileIsCutOffThenSaysThatItIsDamaged() {
        withStore(directory, (store, probe) -> createUsers(store, 1, USERS));
        Shell.run("truncate", "-s", "20000", directory.resolve("relay.db").toString());
        assertStartFails(directory, "relay.db in the data directory " + directory + " is damaged");
    }

    @Test
    void startWhenAnIndexDisagreesWithItsTableThenSaysThatItIsDamaged() {
        withStore(directory, (store, probe) -> createUsers(store, 1, 10));
        Shell.run(
                "sqlite3",
                directory.resolve("relay.db").toString(),
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_schema SET sql = replace(sql, '(destination_address)', '(label)')"
                        + " WHERE name = 'relay_user_by_destination'");
        assertStartFails(directory, "is damaged", "relay_user_by_destination");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay.db", "relay.db-wal"})
    void fileWhenRemovedWhileOpenThenNoChangeIsAcknowledged(String file) {
        withStore(directory, (store, probe) -> {
            createUsers(store, 1, 10);
            Files.delete(directory.resolve(file));
            assertThat(failure(() -> createUsers(store, 11, 11)).kind()).isEqualTo(Cause.DAMAGED);
            assertThat(failure(probe::write)).hasMessageContaining("removed or replaced while the relay was running");
            assertThat(store.find(11)).isEmpty();
        });
    }

    @Test
    void fileWhenReplacedWhileOpenThenNoChangeIsAcknowledged() {
        withStore(directory, (store, probe) -> {
            createUsers(store, 1, 10);
            Path copy = directory.resolve("copy.db");
            Shell.run("cp", directory.resolve("relay.db").toString(), copy.toString());
            Shell.run("mv", copy.toString(), directory.resolve("relay.db").toString());
            assertThat(failure(probe::write).kind()).isEqualTo(Cause.DAMAGED);
        });
    }

    @Test
    void rowWhenItHoldsNoAddressThenRegistryIsDamaged() {
        SqliteFixture.contextRunner(directory).run(context -> {
            UserStore store = context.getBean(UserStore.class);
            createUsers(store, 1, 1);
            context.getBean(JdbcClient.class)
                    .sql("UPDATE relay_user SET destination_address = 'nowhere'")
                    .update();
            assertThat(failure(() -> store.find(1)).kind()).isEqualTo(Cause.DAMAGED);
        });
    }

    @Test
    void startWhenTheSchemaCannotBeMigratedThenSaysSo() {
        withStore(directory, (store, probe) -> createUsers(store, 1, 1));
        Shell.run(
                "sqlite3",
                directory.resolve("relay.db").toString(),
                "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
        assertStartFails(directory, "has a schema that this relay does not know", "scripts/lumenlink restore FILE");
    }

    /** Creates users until the store refuses one; returns the last one's id. */
    private static long createUsers(UserStore store, long first, long last) {
        for (long id = first; id <= last; id++) {
            store.create(SqliteFixture.user(id, "192.0.2.1", "user " + id));
        }
        return last;
    }

    private static RegistryUnavailableException failure(ThrowingCallable action) {
        RegistryUnavailableException failure = catchThrowableOfType(RegistryUnavailableException.class, action);
        assertThat(failure).as("the store fails").isNotNull();
        return failure;
    }

    /** Writes noise over pages, by another process: closing the file here would drop SQLite's locks on it. */
    private void overwrite(int page, int pages) {
        Shell.run(
                "dd",
                "if=/dev/urandom",
                "of=" + directory.resolve("relay.db"),
                "bs=4096",
                "seek=" + page,
                "count=" + pages,
                "conv=notrunc");
    }

    private static void assertStartFails(Path directory, String... words) {
        SqliteFixture.contextRunner(directory).run(context -> {
            Throwable failure = context.getStartupFailure();
            assertThat(failure).as("start").isNotNull();
            while (failure != null && !(failure instanceof RegistryUnavailableException)) {
                failure = failure.getCause();
            }
            assertThat(failure).isNotNull().hasMessageContainingAll(words);
        });
    }

    private static void withStore(Path directory, StoreTest test) {
        SqliteFixture.contextRunner(directory)
                .run(context -> test.accept(context.getBean(UserStore.class), context.getBean(StoreProbe.class)));
    }

    /** A test that may fail. */
    private interface StoreTest {
        void accept(UserStore store, StoreProbe probe) throws Exception;
    }
}
