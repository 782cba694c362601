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
        if (results.isEmpty()) {
            return;
        }
        out.println("Through network namespaces");
        printHead();
        results.forEach(this::printRow);
    }

    void printHead() {
        row(
                "",
                "payload",
                "Mpps",
                "lowest-high",
                "Gbit/s",
                "arrived",
                "p50 us",
                "p99 us",
                "relay/this",
                "at least",
                "");
    }

    void printRow(CrossingResult result) {
        Boolean met = result.isMet();
        String target = result.target();
        row(
                result.name(),
                result.payload(),
                decimal(result.packetsPerSecond() / 1e6),
                decimal(result.lowest() / 1e6) + "-" + decimal(result.highest() / 1e6),
                decimal(result.gigabitsPerSecond()),
                String.format(Locale.ROOT, "%.1f %%", result.received() * 100),
                microseconds(result.roundTripMedian()),
                microseconds(result.roundTrip99()),
                decimal(result.relayRatio()),
                target == null ? "" : target,
                met == null ? "" : met ? "ok" : "MISSED");
    }

    private static String microseconds(@Nullable Double nanoseconds) {
        return nanoseconds == null ? "" : decimal(nanoseconds / 1000);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void row(Object... cells) {
        out.println(String.format(Locale.ROOT, "%-18s %8s %7s %13s %8s %9s %7s %7s %11s  %-27s %s", cells)
                .stripTrailing());
        out.flush();
    }
}
