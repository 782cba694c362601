package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first admin key, so that an unconfigured relay is never open to all. */
class FirstAdminKey {

    private static final Logger log = LoggerFactory.getLogger(FirstAdminKey.class);
    private static final int KEY_BYTES = 32;

    private final SecuritySettings settings;

    FirstAdminKey(SecuritySettings settings) {
        this.settings = settings;
    }

    /**
     * Makes a key unless there is one. The key itself is written before its hash: stopped in between, the next start
     * makes another.
     *
     * @throws IOException if the data directory cannot be written to
     */
    void ensure() throws IOException {
        Files.createDirectories(
                settings.dataDir(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (new ApiKeyFile(settings.apiKeys()).hasEntries()) {
            return;
        }
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        String key = "lumenlink_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        write(settings.adminKey(), key + "\n");
        write(settings.apiKeys(), """
                # One API key a line: role (admin, operator, issuer, viewer), SHA-256 of the key, name.
                # Changes take effect at once.
                """ + new ApiKey(Role.ADMIN, ApiKey.hash(key), "first-admin").line() + "\n");
        log.info("No API key was configured: made an admin key, to be found in {}", settings.adminKey());
    }

    /** Replaces a file so that at no time it is half written, or readable to others. */
    private static void write(Path path, String content) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(
                parent,
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
