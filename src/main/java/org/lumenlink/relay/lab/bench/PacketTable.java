package org.lumenlink.relay.lab.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what packets cost, row by row. */
final class PacketTable {

    private final PrintWriter out;

    PacketTable(PrintWriter out) {
        this.out = out;
    }

    void print(List<PacketResult> results) {
        if (results.isEmpty()) {
            return;
        }
        out.println("Nanoseconds per packet");
        printHead();
        results.forEach(this::printRow);
        out.println();
    }

    void printHead() {
        row("", "sessions", "ns", "lowest-high", "x FIB", "p99.9", "at most", "", "counted as");
    }

    void printRow(PacketResult result) {
        Boolean met = result.isMet();
        String verdict = result.verdict();
        String target = result.target();
        Long tail = result.tail();
        row(
                result.name(),
                String.format(Locale.ROOT, "%,d", result.sessions()),
                String.format(Locale.ROOT, "%.0f", result.nanoseconds()),
                String.format(Locale.ROOT, "%.0f-%.0f", result.lowest(), result.highest()),
                String.format(Locale.ROOT, "%.2f", result.ratioToForward()),
                tail == null ? "" : String.format(Locale.ROOT, "<%,d", tail),
                target == null ? "" : target,
                met == null ? "" : met ? "ok" : "MISSED",
                verdict == null ? "" : String.format(Locale.ROOT, "%s %,d", verdict, result.asClaimed()));
    }

    private void row(Object... cells) {
        out.println(String.format(Locale.ROOT, "%-26s %8s %8s %13s %8s %7s  %-18s %-7s %s", cells)
                .stripTrailing());
        out.flush();
    }
}
