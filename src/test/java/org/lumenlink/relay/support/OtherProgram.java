package org.lumenlink.relay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A build of the BPF object from sources that are not quite those of {@code bpf/}. */
public final class OtherProgram {

    private final Path folder;

    /** Copies the sources to a folder. */
    public OtherProgram(Path folder) {
        this.folder = folder;
        copy(Path.of("bpf"), folder.resolve("bpf"));
        copy(Path.of("scripts"), folder.resolve("scripts"));
    }

    /** Puts a text in the place of another, which must be there just once. */
    public OtherProgram change(String file, String before, String after) throws IOException {
        Path path = folder.resolve("bpf").resolve(file);
        String source = Files.readString(path);
        int at = source.indexOf(before);
        if (at < 0 || source.indexOf(before, at + 1) >= 0) {
            throw new IllegalStateException("bpf/" + file + " has changed: adapt this test. Once there was: " + before);
        }
        Files.writeString(path, source.replace(before, after));
        return this;
    }

    /** Compiles, and returns the object. */
    public Path build() {
        Path out = folder.resolve("out");
        Shell.run(folder.resolve("scripts/build-ebpf.sh").toString(), out.toString());
        return out.resolve("lumenlink.bpf.o");
    }

    private static void copy(Path from, Path to) {
        try {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(from)) {
                all = walk.toList();
            }
            for (Path each : all) {
                Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from + " to " + to, e);
        }
    }
}
