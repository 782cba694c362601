package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys of the file {@code api-keys}, and reads it again when it has changed, so that a key can be added or
 * withdrawn without a restart. A line that cannot be understood lets nobody in, and nor does a file that cannot be read.
 */
class ApiKeyFile {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyFile.class);

    private final Path path;
    private volatile @Nullable Loaded loaded;

    ApiKeyFile(Path path) {
        this.path = path;
    }

    /** Finds the key that a client has sent. Looks at every key, so that the time does not tell which one it was. */
    Optional<ApiKey> find(String sent) {
        String hash = ApiKey.hash(sent);
        ApiKey found = null;
        for (ApiKey key : keys()) {
            if (key.hasHash(hash)) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    private List<ApiKey> keys() {
        try {
            Stamp stamp = Stamp.of(path);
            Loaded present = loaded;
            if (present == null || !present.stamp().equals(stamp)) {
                present = new Loaded(stamp, read());
                loaded = present;
            }
            return present.keys();
        } catch (IOException e) {
            log.error(
                    "No API key is accepted: cannot read {} ({}). Make it readable to the relay.", path, e.toString());
            return List.of();
        }
    }

    private List<ApiKey> read() throws IOException {
        List<ApiKey> keys = new ArrayList<>();
        List<String> lines = Files.readAllLines(path);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!isEntry(line)) {
                continue;
            }
            Optional<ApiKey> key = ApiKey.parse(line);
            if (key.isPresent()) {
                keys.add(key.get());
            } else {
                log.error(
                        "{} line {} is ignored: write <admin|operator|issuer|viewer> <SHA-256 of the key in"
                                + " lower-case hexadecimal> <name>.",
                        path,
                        i + 1);
            }
        }
        log.info("Read {} API key(s) from {}.", keys.size(), path);
        return List.copyOf(keys);
    }

    /** Tells whether the file has any line that means a key, well-formed or not. */
    boolean hasEntries() throws IOException {
        try {
            return Files.readAllLines(path).stream().anyMatch(ApiKeyFile::isEntry);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isEntry(String line) {
        return !line.isBlank() && !line.stripLeading().startsWith("#");
    }

    private record Loaded(Stamp stamp, List<ApiKey> keys) {}

    private record Stamp(
            FileTime modified, long size, @Nullable Object fileKey) {

        static Stamp of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        }
    }
}
