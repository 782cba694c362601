package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.ApiKeys;
import org.lumenlink.relay.security.ApiKeys.ApiKey;
import org.lumenlink.relay.security.ApiKeys.Page;
import org.lumenlink.relay.security.Role;

/** Exports when the next API key of each role expires. While the store cannot be read these are NaN. */
class ApiKeyMeters implements MeterBinder {

    private static final int PAGE = 1000;
    private static final double MILLIS_PER_SECOND = 1000;

    private final ApiKeys keys;
    private final Clock clock;
    private final SharedReading<Map<Role, Double>> remaining;

    /** @param nanoTime as {@link System#nanoTime} */
    ApiKeyMeters(ApiKeys keys, Clock clock, LongSupplier nanoTime) {
        this.keys = keys;
        this.clock = clock;
        this.remaining = new SharedReading<>(() -> StoreFigures.orElse(this::read, Map.of()), nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Role role : Role.values()) {
            TimeGauge.builder(
                            "lumenlink.relay.api.key.remaining",
                            remaining,
                            TimeUnit.SECONDS,
                            r -> r.read(role).getOrDefault(role, Double.NaN))
                    .tag("role", role.label())
                    .description("Seconds until the next API key of a role expires; NaN if none will")
                    .register(registry);
        }
    }

    private Map<Role, Double> read() {
        Instant now = clock.instant();
        Map<Role, Double> read = new EnumMap<>(Role.class);
        @Nullable Long after = 0L;
        while (after != null) {
            Page page = keys.list(after, PAGE);
            page.keys().forEach(key -> note(key, now, read));
            after = page.next();
        }
        return read;
    }

    private static void note(ApiKey key, Instant now, Map<Role, Double> read) {
        Instant expiresAt = key.expiresAt();
        if (expiresAt != null && expiresAt.isAfter(now)) {
            double seconds = Duration.between(now, expiresAt).toMillis() / MILLIS_PER_SECOND;
            read.merge(key.role(), seconds, Math::min);
        }
    }
}
