package org.lumenlink.relay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A BPF file system mounted for a test. */
public final class TestBpfFileSystem implements AutoCloseable {

    private final Path path;

    private TestBpfFileSystem(Path path) {
        this.path = path;
        Shell.run("mount", "-t", "bpf", "bpf", path.toString());
    }

    public static TestBpfFileSystem mount() {
        try {
            return new TestBpfFileSystem(Files.createTempDirectory("lumenlink-test-bpf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        Shell.run("umount", path.toString());
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
