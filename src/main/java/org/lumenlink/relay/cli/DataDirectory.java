package org.lumenlink.relay.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Option;

/** Where the relay's registry is. */
final class DataDirectory {

    @Option(
            names = "--data-dir",
            paramLabel = "DIRECTORY",
            description = "The relay's data directory (default: the one of its settings, RELAY_DATA_DIR or"
                    + " /var/lib/lumenlink).")
    private @Nullable Path given;

    /** Returns what was given, or else what the relay would find in its settings. */
    Path path() {
        Path named = given;
        if (named != null) {
            return named;
        }
        StandardEnvironment environment = new StandardEnvironment();
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return Binder.get(environment)
                .bind("lumenlink.relay.data-dir", Path.class)
                .get();
    }
}
