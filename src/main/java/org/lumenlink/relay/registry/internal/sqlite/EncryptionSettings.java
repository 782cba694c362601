package org.lumenlink.relay.registry.internal.sqlite;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the key is that the token keys are encrypted under; with nothing set, a file in the data directory.
 *
 * @param encryptionKey the key itself, 64 hexadecimal digits; for the environment
 * @param encryptionKeyFile a file with the same
 * @param previousEncryptionKeyFile a file with the key that was used before, while keys are changed from one to the other
 */
@ConfigurationProperties("lumenlink.relay.token-keys")
record EncryptionSettings(
        @Nullable String encryptionKey,
        @Nullable Path encryptionKeyFile,
        @Nullable Path previousEncryptionKeyFile) {

    static final String KEY = "lumenlink.relay.token-keys.encryption-key";
    static final String FILE = KEY + "-file";
    static final String PREVIOUS_FILE = "lumenlink.relay.token-keys.previous-encryption-key-file";

    @Override
    public String toString() {
        return "EncryptionSettings[encryptionKeyFile=" + encryptionKeyFile + ", previousEncryptionKeyFile="
                + previousEncryptionKeyFile + "]";
    }
}
