package org.lumenlink.relay.registry.internal.sqlite;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the registry is kept.
 *
 * @param dataDir folder of {@code relay.db}
 */
@ConfigurationProperties("lumenlink.relay")
record SqliteSettings(@DefaultValue("/var/lib/lumenlink") Path dataDir) {}
