package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void exactlyWhenMeasuredIsOneOffThenItIsWrong() {
        assertThat(Figure.exactly("sent", 100, 100).right()).isTrue();
        assertThat(Figure.exactly("sent", 100, 99).right()).isFalse();
        assertThat(Figure.exactly("sent", 100, 101).right()).isFalse();
    }

    @Test
    void withinWhenMeasuredIsAtTheEdgeThenItIsRightAndBeyondItIsWrong() {
        assertThat(Figure.within("rate", 0.02, 10_000, 10_200).right()).isTrue();
        assertThat(Figure.within("rate", 0.02, 10_000, 9_800).right()).isTrue();
        assertThat(Figure.within("rate", 0.02, 10_000, 10_201).right()).isFalse();
        assertThat(Figure.within("rate", 0.02, 10_000, 9_799).right()).isFalse();
    }

    @Test
    void withinWhenPrintedThenItTellsTheTolerance() {
        assertThat(Figure.within("rate", 0.02, 30_100, 30_099).wanted()).isEqualTo("30,100 ± 2 %");
    }

    @Test
    void atMostWhenMeasuredIsLargerThenItIsWrong() {
        assertThat(Figure.atMost("delivered", 100, 100).right()).isTrue();
        assertThat(Figure.atMost("delivered", 100, 101).right()).isFalse();
    }

    @Test
    void toldWhenAnythingWasMeasuredThenItIsRight() {
        assertThat(Figure.told("rate", "1.0 packets/s").right()).isTrue();
        assertThat(Figure.told("rate", "1.0 packets/s").wanted()).isEmpty();
    }
}
