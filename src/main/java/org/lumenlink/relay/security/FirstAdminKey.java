package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an admin key where there is none that is valid, so that a relay is neither open to all nor closed to everybody. */
class FirstAdminKey {

    private static final Logger log = LoggerFactory.getLogger(FirstAdminKey.class);

    private final Path path;

    FirstAdminKey(Path path) {
        this.path = path;
    }

    /**
     * Makes a key unless there is one. The key itself is written before its hash: stopped in between, the next start
     * makes another.
     *
     * @throws IOException if the data directory cannot be written to
     */
    void ensure(ApiKeyStore store, Clock clock) throws IOException {
        if (store.hasValid(Role.ADMIN.label(), clock.instant())) {
            return;
        }
        String key = ApiKeySecret.random();
        write(key + "\n");
        store.add(ApiKeySecret.hash(key), Role.ADMIN.label(), "first-admin", clock.instant(), null);
        log.info("There was no valid API key of role admin: made one, to be found in {}", path);
    }

    /** Replaces the file so that at no time it is half written, or readable to others. */
    private void write(String content) throws IOException {
        Path fresh = Files.createTempFile(
                path.toAbsolutePath().getParent(),
                "." + path.getFileName(),
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, content);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
