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
import org.lumenlink.relay.security.ApiKeys;
import org.lumenlink.relay.security.Role;

class ApiKeyMetersTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void scrapeWhenKeysExpireThenHasTheNextOfEachRole() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ApiKeyMeters meters = new ApiKeyMeters(
                new ListedKeys(List.of(
                        key(1, Role.VIEWER, NOW.plusSeconds(3600)),
                        key(2, Role.VIEWER, NOW.plusSeconds(60)),
                        key(3, Role.VIEWER, NOW.minusSeconds(1)),
                        key(4, Role.ADMIN, null))),
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> 0);
        meters.bindTo(registry);

        assertThat(registry.scrape())
                .contains("lumenlink_relay_api_key_remaining_seconds{role=\"viewer\"} 60.0\n")
                .contains("lumenlink_relay_api_key_remaining_seconds{role=\"admin\"} NaN\n")
                .contains("lumenlink_relay_api_key_remaining_seconds{role=\"issuer\"} NaN\n");
    }

    private static ApiKeys.ApiKey key(long id, Role role, @Nullable Instant expiresAt) {
        return new ApiKeys.ApiKey(id, "name", role, NOW, null, expiresAt);
    }

    /** Keys that are listed one by one. */
    private record ListedKeys(List<ApiKey> keys) implements ApiKeys {

        @Override
        public Page list(long after, int limit) {
            int index = (int) after;
            return new Page(List.of(keys.get(index)), index + 1 < keys.size() ? after + 1 : null);
        }

        @Override
        public Created create(String name, Role role, @Nullable Instant expiresAt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revoke(long id) {
            throw new UnsupportedOperationException();
        }
    }
}
