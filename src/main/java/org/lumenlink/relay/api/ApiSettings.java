package org.lumenlink.relay.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the API.
 *
 * @param bodyTimeout how long a client may take to send a body, or each line of one that has many; at least 100 ms
 */
@ConfigurationProperties("lumenlink.relay.api")
record ApiSettings(@DefaultValue("30s") Duration bodyTimeout) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    ApiSettings {
        if (bodyTimeout.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("lumenlink.relay.api.body-timeout must be at least 100ms");
        }
    }
}
