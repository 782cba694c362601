package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.relay.TokenKeys;
import org.lumenlink.relay.relay.TokenKeys.Listing;
import org.lumenlink.relay.relay.TokenKeys.View;

class TokenKeyMetersTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void scrapeWhenKeysAreInEveryStateThenHasTheirNumbersAndWhenTheFirstLeavesIt() {
        String page = scrape(
                null,
                key("staged", NOW.plusSeconds(60), null),
                key("active", null, null),
                key("retiring", null, NOW.plusSeconds(7200)),
                key("retiring", null, NOW.plusMillis(3_600_500)),
                key("gone", null, null));

        assertThat(page)
                .contains("lumenlink_relay_token_keys{state=\"staged\"} 1.0\n")
                .contains("lumenlink_relay_token_keys{state=\"active\"} 1.0\n")
                .contains("lumenlink_relay_token_keys{state=\"retiring\"} 2.0\n")
                .contains("lumenlink_relay_token_key_remaining_seconds{state=\"staged\"} 60.0\n")
                .contains("lumenlink_relay_token_key_remaining_seconds{state=\"active\"} NaN\n")
                .contains("lumenlink_relay_token_key_remaining_seconds{state=\"retiring\"} 3600.5\n")
                .doesNotContain("gone");
    }

    @Test
    void scrapeWhenARotationIsOverdueThenTheActiveKeysRestIsNegative() {
        assertThat(scrape(NOW.minusSeconds(30), key("active", null, null)))
                .contains("lumenlink_relay_token_key_remaining_seconds{state=\"active\"} -30.0\n")
                .contains("lumenlink_relay_token_key_remaining_seconds{state=\"retiring\"} NaN\n");
    }

    private static String scrape(@Nullable Instant nextRotationAt, View... keys) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        TokenKeyMeters meters = new TokenKeyMeters(
                new FixedKeys(new Listing(List.of(keys), nextRotationAt)), Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
        meters.bindTo(registry);
        return registry.scrape();
    }

    private static View key(String state, @Nullable Instant activeNoSoonerThan, @Nullable Instant goneNoSoonerThan) {
        return new View(1, state, NOW, null, null, activeNoSoonerThan, goneNoSoonerThan);
    }

    /** Keys that stay as they are. */
    private record FixedKeys(Listing list) implements TokenKeys {

        @Override
        public View rotate() {
            throw new UnsupportedOperationException();
        }
    }
}
