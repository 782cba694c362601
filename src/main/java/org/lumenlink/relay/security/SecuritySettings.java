package org.lumenlink.relay.security;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Says where the keys are.
 *
 * @param dataDir folder of {@code admin.key} and, before they are taken over, {@code api-keys}
 * @param apiKeysFile a file with keys to take over that is kept elsewhere, such as a mounted secret; null if there is none
 */
@ConfigurationProperties("lumenlink.relay")
record SecuritySettings(Path dataDir, @Nullable Path apiKeysFile) {

    ApiKeyFile apiKeys() {
        Path own = dataDir.resolve("api-keys");
        if (apiKeysFile == null) {
            return ApiKeyFile.own(own);
        }
        if (!Files.isReadable(apiKeysFile)) {
            throw new CannotStartException(
                    "lumenlink.relay.api-keys-file names %s, which cannot be read".formatted(apiKeysFile),
                    "put the file there, or take the setting away",
                    null);
        }
        return ApiKeyFile.mounted(apiKeysFile, own);
    }

    Path adminKey() {
        return dataDir.resolve("admin.key");
    }
}
