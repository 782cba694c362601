package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.lumenlink.relay.libbpf.BpfTests.bytes;
import static org.lumenlink.relay.support.Shell.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.BpfMap.Update;

class PinnedMapTest {

    private Path directory = Path.of("");

    @BeforeEach
    void mountBpfFileSystem() throws IOException {
        BpfTests.requireRoot();
        directory = Files.createTempDirectory("lumenlink-bpffs");
        run("mount", "-t", "bpf", "bpf", directory.toString());
    }

    @AfterEach
    void unmountBpfFileSystem() throws IOException {
        if (!directory.toString().isEmpty()) {
            run("umount", directory.toString());
            Files.delete(directory);
        }
    }

    @Test
    void pinThenMapOutlivesItsObjectWithNameAndSizes() {
        Path path = directory.resolve("percpu_hash");
        byte[] value = new byte[8 * Libbpf.bind().possibleCpus()];
        value[0] = 9;
        try (BpfObject object = BpfTests.load("maps")) {
            object.map("percpu_hash").update(bytes(5), value, Update.ANY);
            object.map("percpu_hash").pin(path);
        }

        BpfMap map = Libbpf.bind().openPinned(path);
        assertThat(map.name()).isEqualTo("percpu_hash");
        assertThat(map.keySize()).isEqualTo(4);
        assertThat(map.valueSize()).isEqualTo(value.length);
        assertThat(map.maxEntries()).isEqualTo(4);
        assertThat(map.lookup(bytes(5))).contains(value);
        map.close();
        map.close();
        assertThatIllegalStateException().isThrownBy(map::count).withMessage("BPF map percpu_hash is closed");
    }

    @Test
    void openPinnedWhenRepeatedThenNoDescriptorIsLeft() {
        Path path = directory.resolve("hash");
        try (BpfObject object = BpfTests.load("maps")) {
            object.map("hash").pin(path);
        }

        BpfTests.assertLeavesNoDescriptor(() -> Libbpf.bind().openPinned(path).close());
    }

    @Test
    void pinWhenPathIsTakenThenEexistNamesMapAndPath() {
        Path path = directory.resolve("hash");
        try (BpfObject object = BpfTests.load("maps")) {
            object.map("hash").pin(path);

            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.map("array").pin(path))
                    .withMessage("pin BPF map array at " + path + ": EEXIST (File exists)");
        }
    }

    @Test
    void pinWhenNotOnBpfFileSystemThenFails() throws IOException {
        Path elsewhere = Files.createTempDirectory("lumenlink-no-bpffs");
        try (BpfObject object = BpfTests.load("maps")) {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.map("hash").pin(elsewhere.resolve("hash")));
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void isOnBpfFileSystemThenLooksAtTheNearestExistingParent() {
        HostInfo host = HostInfo.current();

        assertThat(host.isOnBpfFileSystem(directory)).isTrue();
        assertThat(host.isOnBpfFileSystem(directory.resolve("a/b"))).isTrue();
        assertThat(host.isOnBpfFileSystem(directory.resolveSibling("nowhere/b")))
                .isFalse();
    }
}
