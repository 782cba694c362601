package org.lumenlink.relay.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.TokenKeys;
import org.lumenlink.relay.relay.TokenKeys.Listing;
import org.lumenlink.relay.relay.TokenKeys.View;

/**
 * Exports how many token keys there are in each state, and when the first of them leaves it. While the store cannot be
 * read these are NaN.
 */
class TokenKeyMeters implements MeterBinder {

    private static final String STAGED = "staged";
    private static final String ACTIVE = "active";
    private static final List<String> STATES = List.of(STAGED, ACTIVE, "retiring");
    private static final double MILLIS_PER_SECOND = 1000;

    private final SharedReading<List<State>> states;

    /**
     * @param keys to export
     * @param clock that they live by
     * @param nanoTime as {@link System#nanoTime}
     */
    TokenKeyMeters(TokenKeys keys, Clock clock, LongSupplier nanoTime) {
        this.states = new SharedReading<>(
                () -> StoreFigures.orElse(() -> read(keys.list(), clock.instant()), unknown()), nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (int i = 0; i < STATES.size(); i++) {
            int index = i;
            String state = STATES.get(i);
            Gauge.builder(
                            "lumenlink.relay.token.keys",
                            states,
                            s -> s.read("count " + state).get(index).count())
                    .tag("state", state)
                    .description("Token keys by state")
                    .register(registry);
            TimeGauge.builder(
                            "lumenlink.relay.token.key.remaining",
                            states,
                            TimeUnit.SECONDS,
                            s -> s.read(state).get(index).remainingSeconds())
                    .tag("state", state)
                    .description("Seconds until a token key leaves its state, negative when overdue; NaN if never")
                    .register(registry);
        }
    }

    private static List<State> read(Listing listing, Instant now) {
        return STATES.stream().map(state -> read(state, listing, now)).toList();
    }

    private static State read(String state, Listing listing, Instant now) {
        List<View> keys =
                listing.keys().stream().filter(key -> key.state().equals(state)).toList();
        double remaining = ends(state, keys, listing.nextRotationAt())
                .mapToDouble(end -> Duration.between(now, end).toMillis() / MILLIS_PER_SECOND)
                .min()
                .orElse(Double.NaN);
        return new State(keys.size(), remaining);
    }

    /** Returns when keys of a state leave it, as far as that is known. */
    private static Stream<Instant> ends(String state, List<View> keys, @Nullable Instant nextRotationAt) {
        return switch (state) {
            case STAGED -> keys.stream().map(View::activeNoSoonerThan).filter(Objects::nonNull);
            case ACTIVE -> Stream.ofNullable(nextRotationAt);
            default -> keys.stream().map(View::goneNoSoonerThan).filter(Objects::nonNull);
        };
    }

    private static List<State> unknown() {
        return STATES.stream().map(state -> new State(Double.NaN, Double.NaN)).toList();
    }

    /**
     * Keys of one state.
     *
     * @param remainingSeconds until the first of them leaves it
     */
    private record State(double count, double remainingSeconds) {}
}
