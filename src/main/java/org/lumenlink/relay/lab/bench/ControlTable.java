package org.lumenlink.relay.lab.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what the control plane takes, row by row. */
final class ControlTable {

    private static final double MEBIBYTE = 1 << 20;

    private final PrintWriter out;
    private boolean hasScale;

    ControlTable(PrintWriter out) {
        this.out = out;
    }

    void print(ControlResult result) {
        if (result.latencies().isEmpty()) {
            return;
        }
        out.println("Control plane");
        printHead();
        result.latencies().forEach(this::printRow);
        result.scales().forEach(this::printRow);
        out.println();
    }

    void printHead() {
        row("", "p50 us", "p99 us", "p50/echo", "p99/echo", "at most", "");
    }

    void printRow(LatencyResult result) {
        Double target = result.target();
        row(
                result.name(),
                decimal(result.median() / 1000),
                decimal(result.percentile99() / 1000),
                decimal(result.medianRatio()),
                decimal(result.percentile99Ratio()),
                target == null ? "" : decimal(target) + " x",
                verdict(result.isMet()));
    }

    void printRow(ScaleResult result) {
        if (!hasScale) {
            hasScale = true;
            row("users", "users/s", "at least", "", "s to ready", "MiB heap", "");
        }
        row(
                String.format(Locale.ROOT, "%,d", result.users()),
                String.format(Locale.ROOT, "%,.0f", result.perSecond()),
                String.format(Locale.ROOT, "%,.0f", result.target()),
                verdict(result.isMet()),
                decimal(result.secondsToReady()),
                decimal(result.heapInUse() / MEBIBYTE),
                "");
    }

    private static String verdict(@Nullable Boolean isMet) {
        return isMet == null ? "" : isMet ? "ok" : "MISSED";
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void row(Object... cells) {
        out.println(String.format(Locale.ROOT, "%-22s %10s %10s %10s %10s %10s  %s", cells)
                .stripTrailing());
        out.flush();
    }
}
