package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.lumenlink.relay.libbpf.BpfMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pinned maps, in a folder named after the layout version. Closing removes them and the folders made for them. */
final class Pins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pins.class);

    private final Path root;
    private final Path folder;

    Pins(Path root) {
        this.root = root;
        this.folder = root.resolve("v" + Layout.VERSION);
    }

    Path folder() {
        return folder;
    }

    /** Pins maps under their names; what a relay that was killed left there goes first. */
    void pin(List<BpfMap> maps) {
        if (remove()) {
            log.warn("Removed the pinned maps of a relay that did not shut down in order, in {}", folder);
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the pin path " + folder, e);
        }
        maps.forEach(map -> map.pin(folder.resolve(map.name())));
    }

    @Override
    public void close() {
        remove();
    }

    private boolean remove() {
        try {
            boolean found = Files.isDirectory(folder);
            if (found) {
                try (Stream<Path> pins = Files.list(folder)) {
                    for (Path pin : pins.toList()) {
                        Files.delete(pin);
                    }
                }
                Files.delete(folder);
            }
            removeIfUnused(root);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the pinned maps in " + folder, e);
        }
    }

    /** Removes the folder above, unless it holds something else or is where the file system is mounted. */
    private static void removeIfUnused(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (FileSystemException e) {
            log.debug("Kept {}", path, e);
        }
    }
}
