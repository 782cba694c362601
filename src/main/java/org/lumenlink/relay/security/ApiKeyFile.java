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
 * Takes over keys from the file {@code api-keys}, by which a relay can be given keys before its first start: role,
 * SHA-256 of the key in hexadecimal, name, one key a line. The file is put aside, so that a key that is revoked later
 * does not come back with the next start.
 */
class ApiKeyFile {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyFile.class);

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([0-9a-f]{64})\\s+(" + ApiKeys.NAME_FORM + ")");

    private final Path path;

    ApiKeyFile(Path path) {
        this.path = path;
    }

    /** Adds the keys that the store does not have yet; a line that is not understood lets nobody in. */
    void moveInto(ApiKeyStore store, Clock clock) throws IOException {
        if (!Files.exists(path)) {
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
        Path aside = path.resolveSibling(path.getFileName() + ".imported");
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        log.info(
                "Took {} API key(s) over from {}; it is now {}. From here on keys are changed over the API.",
                taken,
                path,
                aside);
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
