package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.lumenlink.relay.registry.EncryptionKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds the keys that token keys are encrypted under: where the settings say, or else in the data directory. */
@Component
class EncryptionKeys {

    private static final Logger log = LoggerFactory.getLogger(EncryptionKeys.class);

    private final EncryptionSettings settings;
    private final Path file;
    private final Path database;

    EncryptionKeys(EncryptionSettings settings, SqliteSettings place) {
        this.settings = settings;
        Path configured = settings.encryptionKeyFile();
        this.file = configured == null ? place.dataDir().resolve("token-keys.key") : configured;
        this.database = place.dataDir().resolve("relay.db");
    }

    /**
     * Returns the key to encrypt under. Makes one if nothing is set and nothing is encrypted yet.
     *
     * @param needed ids of the keys that something is encrypted under
     */
    EncryptionKey current(Set<String> needed) {
        String given = settings.encryptionKey();
        boolean fileIsSet = settings.encryptionKeyFile() != null;
        if (given != null && fileIsSet) {
            throw new EncryptionKeyException(
                    EncryptionSettings.KEY + " and " + EncryptionSettings.FILE + " are both set",
                    "set one of them",
                    null);
        }
        if (given != null) {
            return EncryptionKeyFile.parse(given, EncryptionSettings.KEY);
        }
        if (fileIsSet || Files.exists(file)) {
            return EncryptionKeyFile.read(file);
        }
        if (!needed.isEmpty()) {
            throw missing(needed.iterator().next(), file + " does not exist, and no other is set");
        }
        return make();
    }

    /** Returns the key that was used before, where the settings name it. */
    Optional<EncryptionKey> previous() {
        return Optional.ofNullable(settings.previousEncryptionKeyFile()).map(EncryptionKeyFile::read);
    }

    /** Says that another key is needed than there is. */
    EncryptionKeyException missing(String needed, String but) {
        return new EncryptionKeyException(
                "%s has token keys that are encrypted under encryption key %s, but %s".formatted(database, needed, but),
                "name the file with that key by %s, or by %s to go over to another key. If it is lost, %s"
                        .formatted(EncryptionSettings.FILE, EncryptionSettings.PREVIOUS_FILE, removal()),
                null);
    }

    /** Says that a token key is not as the relay has written it. */
    EncryptionKeyException damaged(Exception cause) {
        return new EncryptionKeyException(
                database + " has a token key that is not as the relay has written it",
                "restore relay.db from a backup, or " + removal(),
                cause);
    }

    /** Names the place of the present key for people. */
    String place() {
        return settings.encryptionKey() == null ? file.toString() : EncryptionSettings.KEY;
    }

    private String removal() {
        return "remove the token keys, after which every token must be issued anew: sqlite3 " + database
                + " 'DELETE FROM token_key'";
    }

    private EncryptionKey make() {
        try {
            EncryptionKey made = EncryptionKeyFile.make(file, new SecureRandom());
            log.info(
                    "Made {}, encryption key {}, under which the token keys are encrypted. Keep a copy of it, but not"
                            + " beside those of relay.db: neither is of use without the other.",
                    file,
                    made.id());
            return made;
        } catch (IOException e) {
            throw new EncryptionKeyException(
                    "cannot make %s, under which token keys are to be encrypted: %s".formatted(file, e),
                    "let %s write there, or name a file elsewhere by %s"
                            .formatted(System.getProperty("user.name"), EncryptionSettings.FILE),
                    e);
        }
    }
}
