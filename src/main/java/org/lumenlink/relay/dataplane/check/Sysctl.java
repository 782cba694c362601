package org.lumenlink.relay.dataplane.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the kernel's settings; those of the network are of the calling thread's namespace. */
final class Sysctl {

    private static final Path FOLDER = Path.of("/proc/sys");

    private Sysctl() {}

    /** Returns a setting's value; empty if there is none of that key. */
    static Optional<String> read(String key) {
        Path file = FOLDER.resolve(key);
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static boolean is(String key, String value) {
        return read(key).filter(value::equals).isPresent();
    }
}
