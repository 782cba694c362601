package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of the bench's own, gone when closed with all that is in it. scripts/bench finds it by its name. */
final class ScratchFolder implements AutoCloseable {

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /** Makes a folder among the system's temporary ones. */
    static ScratchFolder create() {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ScratchFolder createIn(Path parent) {
        try {
            return new ScratchFolder(Files.createTempDirectory(
                    parent,
                    "lumenlink-bench-%d-".formatted(ProcessHandle.current().pid())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> inside;
        try (Stream<Path> found = Files.walk(path)) {
            inside = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : inside) {
            Files.delete(each);
        }
    }
}
