package org.lumenlink.relay.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void medianWhenTheNumberOfValuesIsOddThenIsTheMiddleOne() {
        assertThat(new Series(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void medianWhenTheNumberOfValuesIsEvenThenIsBetweenTheMiddleTwo() {
        assertThat(new Series(4, 1, 2, 9).median()).isEqualTo(3);
    }

    @Test
    void quantileWhenOf100ValuesThenIsTheOneThatAsManyAreNotAbove() {
        Series series =
                new Series(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
        assertThat(series.quantile(0.99)).isEqualTo(99);
        assertThat(series.quantile(1)).isEqualTo(100);
    }

    @Test
    void withWhenCombinedThenGoesValueByValue() {
        Series ratios = new Series(10, 30, 20).with(new Series(5, 10, 20), (a, b) -> a / b);
        assertThat(ratios.min()).isEqualTo(1);
        assertThat(ratios.median()).isEqualTo(2);
        assertThat(ratios.max()).isEqualTo(3);
    }

    @Test
    void seriesWhenEmptyThenIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(Series::new);
    }
}
