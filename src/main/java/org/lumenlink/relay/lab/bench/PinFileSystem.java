package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A BPF file system of the bench's own, where the dataplane pins its maps. */
final class PinFileSystem implements AutoCloseable {

    private final Path path;

    private PinFileSystem(Path path) {
        this.path = path;
    }

    static PinFileSystem mount() {
        try {
            Path path = Files.createTempDirectory(
                    "lumenlink-bench-%d-".formatted(ProcessHandle.current().pid()));
            Commands.run("mount", "-t", "bpf", "bpf", path.toString());
            return new PinFileSystem(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder to mount a BPF file system on", e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Commands.run("umount", path.toString());
        Files.delete(path);
    }
}
