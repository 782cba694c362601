package org.lumenlink.relay.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.HostInfo.Capability;

/** A small disk, mounted for a test, that can be filled and broken. */
public final class TestDisk implements AutoCloseable {

    private static final String EXT4_SIZE = "8M";

    private final Path folder;

    private TestDisk(Path folder) {
        this.folder = folder;
    }

    /** Makes a disk of so many KiB in memory. */
    public static TestDisk inMemory(int kibibytes) {
        TestDisk disk = make();
        Shell.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "mode=0700,size=" + kibibytes + "k",
                "tmpfs",
                disk.path().toString());
        return disk;
    }

    /** Makes a disk of 8 MiB with a file system that knows how to fail. */
    public static TestDisk ext4() {
        TestDisk disk = make();
        String image = disk.folder.resolve("image").toString();
        Shell.run("truncate", "-s", EXT4_SIZE, image);
        Shell.run("mkfs.ext4", "-q", image);
        Shell.run("mount", "-o", "loop", image, disk.path().toString());
        return disk;
    }

    private static TestDisk make() {
        assumeTrue(HostInfo.current().hasCapability(Capability.CAP_SYS_ADMIN), "mounting takes root");
        try {
            TestDisk disk = new TestDisk(Files.createTempDirectory("lumenlink-test-disk"));
            Files.createDirectory(disk.path());
            return disk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where the disk is mounted. */
    public Path path() {
        return folder.resolve("disk");
    }

    /** Writes a file until there is no room for another byte. */
    public void fill() {
        byte[] block = new byte[1024];
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            // That was the last block.
        }
    }

    /** Makes room again. */
    public void empty() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void makeReadOnly() {
        Shell.run("mount", "-o", "remount,ro", path().toString());
    }

    /** Has the kernel find an error on an ext4 disk, after which it takes no more writes until it is checked. */
    public void fail() {
        Shell.run("mount", "-o", "remount,abort", path().toString());
    }

    private Path ballast() {
        return path().resolve("ballast");
    }

    @Override
    public void close() {
        Shell.run("umount", path().toString());
        Shell.run("rm", "-r", folder.toString());
    }
}
