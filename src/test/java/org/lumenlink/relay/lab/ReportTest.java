package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final StringWriter text = new StringWriter();
    private final Report report = new Report(new PrintWriter(text));

    @Test
    void reportWhenAllFiguresAreRightThenSaysHowMany() {
        report.begin("traffic");
        report.print("traffic", List.of(Figure.exactly("sent", 1, 1), Figure.told("rate", "1 packet/s")));
        assertThat(report.finish()).isTrue();
        assertThat(text.toString())
                .contains("All 1 figures are as they must be.")
                .doesNotContain("WRONG");
    }

    @Test
    void reportWhenAFigureIsWrongThenNamesIt() {
        report.begin("traffic");
        report.print("traffic", List.of(Figure.exactly("sent", 1, 1), Figure.exactly("delivered", 2000, 1999)));
        assertThat(report.finish()).isFalse();
        assertThat(text.toString())
                .contains("1 figure is WRONG:")
                .contains("traffic: delivered must be 2,000, was 1,999");
    }

    @Test
    void reportWhenSomethingCouldNotBeMeasuredThenItIsWrong() {
        report.begin("traffic");
        report.broken("traffic", new IOException("the relay does not answer"));
        assertThat(report.finish()).isFalse();
        assertThat(text.toString()).contains("the relay does not answer");
    }
}
