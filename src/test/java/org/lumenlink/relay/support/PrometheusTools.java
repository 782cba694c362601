package org.lumenlink.relay.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds {@code prometheus} and {@code promtool}: on the path, or where scripts/lib/prometheus.sh has unpacked them. */
public final class PrometheusTools {

    private PrometheusTools() {}

    /** Returns the path of one of them, if it is there. */
    public static Optional<Path> find(String name) {
        Stream<Path> folders =
                Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
        return Stream.concat(folders, Stream.of(unpacked()))
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns the path of one of them.
     *
     * @throws IllegalStateException if it is missing: see {@link RequiresPrometheus}
     */
    public static String path(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(name + " is missing: run scripts/install-prerequisites"))
                .toString();
    }

    private static Path unpacked() {
        String own = System.getenv("LUMENLINK_PROMETHEUS_CACHE");
        String cache = Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache");
        return own == null ? Path.of(cache, "lumenlink-relay", "prometheus") : Path.of(own);
    }
}
