package org.lumenlink.relay.lab;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints figures as tables, and in the end those that are wrong. */
final class Report {

    private final PrintWriter out;
    private final List<String> wrong = new ArrayList<>();
    private int compared;

    Report(PrintWriter out) {
        this.out = out;
    }

    /** Begins a table. */
    void begin(String title) {
        out.printf("%n%s%n", title);
        out.flush();
    }

    /** Prints the table that was begun. */
    void print(String title, List<Figure> figures) {
        printRow("", "must be", "measured", "");
        for (Figure figure : figures) {
            boolean told = figure.wanted().isEmpty();
            String mark = told ? "" : figure.right() ? "ok" : "WRONG";
            printRow(figure.name(), figure.wanted(), figure.measured(), mark);
            if (!told) {
                compared++;
            }
            if (!figure.right()) {
                wrong.add("%s: %s must be %s, was %s"
                        .formatted(title, figure.name(), figure.wanted(), figure.measured()));
            }
        }
        out.flush();
    }

    private void printRow(String name, String wanted, String measured, String mark) {
        out.println(
                "  %-36s %20s %20s  %s".formatted(name, wanted, measured, mark).stripTrailing());
    }

    /** Notes something that could not be measured. */
    void broken(String title, Exception reason) {
        String text = "%s: could not be measured: %s".formatted(title, reason);
        wrong.add(text);
        out.printf("  WRONG %s%n", text);
        out.flush();
    }

    /** Prints the outcome of all tables; returns whether all figures are as they must be. */
    boolean finish() {
        out.println();
        if (wrong.isEmpty()) {
            out.printf("All %d figures are as they must be.%n", compared);
        } else {
            out.printf("%s WRONG:%n", wrong.size() == 1 ? "1 figure is" : wrong.size() + " figures are");
            wrong.forEach(text -> out.printf("  %s%n", text));
        }
        out.flush();
        return wrong.isEmpty();
    }
}
