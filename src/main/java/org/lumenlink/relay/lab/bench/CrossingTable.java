package org.lumenlink.relay.lab.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints how fast packets cross, row by row. */
final class CrossingTable {

    private final PrintWriter out;

    CrossingTable(PrintWriter out) {
        this.out = out;
    }

    void print(List<CrossingResult> results) {
        out.println("Through network namespaces");
        printHead();
        results.forEach(this::printRow);
    }

    void printHead() {
        row("", "payload", "Mpps", "lowest-high", "Gbit/s", "arrived", "relay/this", "p50 us", "p99 us");
    }

    void printRow(CrossingResult result) {
        row(
                result.name(),
                result.payload(),
                decimal(result.packetsPerSecond() / 1e6),
                decimal(result.lowest() / 1e6) + "-" + decimal(result.highest() / 1e6),
                decimal(result.gigabitsPerSecond()),
                String.format(Locale.ROOT, "%.1f %%", result.received() * 100),
                decimal(result.relayRatio()),
                microseconds(result.roundTripMedian()),
                microseconds(result.roundTrip99()));
    }

    private static String microseconds(@Nullable Double nanoseconds) {
        return nanoseconds == null ? "" : decimal(nanoseconds / 1000);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void row(Object... cells) {
        out.println(String.format(Locale.ROOT, "%-20s %8s %7s %13s %8s %9s %11s %8s %8s", cells)
                .stripTrailing());
        out.flush();
    }
}
