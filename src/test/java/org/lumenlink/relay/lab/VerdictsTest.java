package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.VerdictReason;

class VerdictsTest {

    private final Verdicts before = new Verdicts(Map.of("forwarded", 5L, "replayed", 7L, "not_ours", 1L));
    private final Verdicts after =
            new Verdicts(Map.of("forwarded", 8L, "replayed", 7L, "not_ours", 9L, "no_route", 2L));

    @Test
    void sinceWhenSomeMovedThenHoldsOnlyThese() {
        assertThat(after.since(before).packets())
                .containsOnly(Map.entry("forwarded", 3L), Map.entry("not_ours", 8L), Map.entry("no_route", 2L));
    }

    @Test
    void totalWhenPacketsWereLeftToTheKernelThenDoesNotCountThem() {
        assertThat(after.since(before).total()).isEqualTo(5);
    }

    @Test
    void ofWhenVerdictIsNotThereThenIsZero() {
        assertThat(before.of(VerdictReason.NO_ROUTE)).isZero();
        assertThat(before.of(VerdictReason.REPLAYED)).isEqualTo(7);
    }
}
