package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.user;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.RegistryExamination;
import org.lumenlink.relay.registry.RegistryExamination.Remark;
import org.lumenlink.relay.registry.RegistryExamination.Severity;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestDisk;

class DirectoryExaminationTest {

    @TempDir
    Path folder;

    @Test
    void directoryWhenNotThereThenIsFineAndStaysAway() {
        Path missing = folder.resolve("missing");
        assertThat(RegistryExamination.of(missing))
                .singleElement()
                .isEqualTo(new Remark(Severity.FINE, missing + " is not there yet: the first start makes it", ""));
        assertThat(missing).doesNotExist();
    }

    @Test
    void registryWhenSoundThenIsFineWhetherItIsOpenOrNotAndNothingIsChanged() {
        Path data = folder.resolve("data");
        SqliteFixture.contextRunner(data).run(context -> {
            UserStore store = context.getBean(UserStore.class);
            store.create(user(1, "192.0.2.1", null));
            assertSound(data);
            store.create(user(2, "192.0.2.1", null));
        });
        List<Path> before = list(data);
        assertSound(data);
        assertThat(list(data)).isEqualTo(before);
    }

    @Test
    void registryWhenDamagedThenIsBad() {
        Path data = folder.resolve("data");
        SqliteFixture.contextRunner(data)
                .run(context -> context.getBean(UserStore.class).create(user(1, "192.0.2.1", null)));
        Shell.run(
                "dd",
                "if=/dev/urandom",
                "of=" + data.resolve("relay.db"),
                "bs=4096",
                "seek=3",
                "count=1",
                "conv=notrunc");
        assertFound(data, Severity.BAD, "is damaged", "restore");
    }

    @Test
    void restorationWhenBrokenOffThenIsBad() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createFile(Restoration.marker(folder));
        assertFound(folder, Severity.BAD, "was not restored to its end", "scripts/lumenlink restore FILE");
    }

    @Test
    void directoryWhenItIsAFileThenIsBad() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertFound(file, Severity.BAD, "it is not a directory", "install -d -m 0700");
    }

    @Test
    void directoryWhenOthersMayLookIntoItThenIsDoubtful() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertFound(folder, Severity.DOUBTFUL, "others than its owner may look into", "chmod 0700 " + folder);
    }

    @Test
    void diskWhenInMemoryAndSmallThenIsDoubtful() {
        try (TestDisk disk = TestDisk.inMemory(2048)) {
            assertFound(disk.path(), Severity.DOUBTFUL, "is in memory (tmpfs)", "RELAY_DATA_DIR");
            assertFound(disk.path(), Severity.DOUBTFUL, "has room for 2 MiB only", "df -h");
            disk.makeReadOnly();
            assertFound(disk.path(), Severity.BAD, "is read-only", "mount -o remount,rw");
        }
    }

    private static void assertSound(Path data) {
        assertThat(RegistryExamination.of(data))
                .filteredOn(remark -> !remark.what().contains("in memory"))
                .singleElement()
                .isEqualTo(new Remark(Severity.FINE, "every page of " + data.resolve("relay.db") + " is sound", ""));
    }

    private static void assertFound(Path directory, Severity severity, String what, String mend) {
        assertThat(RegistryExamination.of(directory)).anySatisfy(remark -> {
            assertThat(remark.severity()).isEqualTo(severity);
            assertThat(remark.what()).contains(what);
            assertThat(remark.mend()).contains(mend);
        });
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
