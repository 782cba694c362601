package org.lumenlink.relay.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Says where the keys are.
 *
 * @param dataDir folder of {@code admin.key} and, before they are taken over, {@code api-keys}
 */
@ConfigurationProperties("lumenlink.relay")
record SecuritySettings(Path dataDir) {

    Path apiKeys() {
        return dataDir.resolve("api-keys");
    }

    Path adminKey() {
        return dataDir.resolve("admin.key");
    }
}
