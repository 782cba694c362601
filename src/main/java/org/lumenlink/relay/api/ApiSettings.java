package org.lumenlink.relay.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the API.
 *
 * @param bodyTimeout how long a client may take to send a body, or each line of one that has many; at least 100 ms
 * @param statsStreams how many clients may have the stream of counters open
 */
@Validated
@ConfigurationProperties("lumenlink.relay.api")
record ApiSettings(
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("16") @Min(1) @Max(1000) int statsStreams) {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    ApiSettings {
        if (bodyTimeout.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("lumenlink.relay.api.body-timeout must be at least 100ms");
        }
    }
}
