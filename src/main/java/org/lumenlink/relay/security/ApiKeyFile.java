package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over keys from a file, by which a relay can be given keys before its first start: role, SHA-256 of the key in
 * hexadecimal, name, one key a line. What was taken over is kept beside it, as {@code api-keys.imported}, and not taken
 * again, so that a key that is revoked later does not come back with the next start.
 */
class ApiKeyFile {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyFile.class);

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([0-9a-f]{64})\\s+(" + ApiKeys.NAME_FORM + ")");

    private final Path path;
    private final Path imported;
    private final boolean isOwn;

    private ApiKeyFile(Path path, Path own) {
        this.path = path;
        this.imported = own.resolveSibling(own.getFileName() + ".imported");
        this.isOwn = path.equals(own);
    }

    /** The file {@code api-keys} of the data directory, if it is there: it is put aside once its keys are taken. */
    static ApiKeyFile own(Path own) {
        return new ApiKeyFile(own, own);
    }

    /** A file that others look after, such as a mounted secret: its keys are taken whenever it has changed. */
    static ApiKeyFile mounted(Path path, Path own) {
        return new ApiKeyFile(path, own);
    }

    /** Adds the keys that the store does not have yet; a line that is not understood lets nobody in. */
    void takeInto(ApiKeyStore store, Clock clock) throws IOException {
        if (isTaken()) {
            return;
        }
        List<String> lines = Files.readAllLines(path);
        int taken = 0;
        for (int i = 0; i < lines.size(); i++) {
            Optional<Line> line = Line.parse(lines.get(i));
            if (line.isPresent()) {
                store.add(
                        line.get().hash(), line.get().role().label(), line.get().name(), clock.instant(), null);
                taken++;
            } else if (!lines.get(i).isBlank() && !lines.get(i).stripLeading().startsWith("#")) {
                log.error(
                        "{} line {} is ignored: write <admin|operator|issuer|viewer> <SHA-256 of the key in"
                                + " lower-case hexadecimal> <name>.",
                        path,
                        i + 1);
            }
        }
        if (isOwn) {
            Files.move(path, imported, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.write(imported, lines);
        }
        log.info(
                "Took {} API key(s) over from {}, as {} now says. From here on keys are changed over the API.",
                taken,
                path,
                imported);
    }

    private boolean isTaken() throws IOException {
        return isOwn
                ? !Files.exists(path)
                : Files.exists(imported) && Files.readAllLines(imported).equals(Files.readAllLines(path));
    }

    private record Line(Role role, byte[] hash, String name) {

        static Optional<Line> parse(String text) {
            Matcher parts = LINE.matcher(text.strip());
            return parts.matches()
                    ? Role.named(parts.group(1))
                            .map(role -> new Line(role, HexFormat.of().parseHex(parts.group(2)), parts.group(3)))
                    : Optional.empty();
        }
    }
}
