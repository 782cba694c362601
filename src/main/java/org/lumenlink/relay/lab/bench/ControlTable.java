package org.lumenlink.relay.lab.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what the control plane takes, row by row. */
final class ControlTable {

    private static final double MEBIBYTE = 1 << 20;

    private final PrintWriter out;
    private boolean hasLatency;
    private boolean hasScale;

    ControlTable(PrintWriter out) {
        this.out = out;
    }

    void print(ControlResult result) {
        if (result.latencies().isEmpty() && result.scales().isEmpty()) {
            return;
        }
        out.println("Control plane");
        result.latencies().forEach(this::printRow);
        result.scales().forEach(this::printRow);
        out.println();
    }

    void printRow(LatencyResult result) {
        if (!hasLatency) {
            hasLatency = true;
            row("", "at once", "p50 us", "p99 us", "p50/echo", "p99/echo", "at most", "", "");
        }
        Double target = result.target();
        row(
                result.name(),
                result.connections(),
                decimal(result.median() / 1000),
                decimal(result.percentile99() / 1000),
                decimal(result.medianRatio()),
                decimal(result.percentile99Ratio()),
                target == null ? "" : decimal(target) + " x",
                verdict(result.isMet()),
                "");
    }

    void printRow(ScaleResult result) {
        if (!hasScale) {
            hasScale = true;
            row(
                    "users",
                    "s to ready",
                    "MiB heap",
                    "MiB maps",
                    "ms /metrics",
                    "users/s",
                    "at least",
                    "",
                    "users/s again");
        }
        row(
                whole(result.users()),
                decimal(result.secondsToReady()),
                decimal(result.heapInUse() / MEBIBYTE),
                decimal(result.mapsInUse() / MEBIBYTE),
                decimal(result.secondsToScrape() * 1000),
                whole(result.perSecond()),
                whole(result.target()),
                verdict(result.isMet()),
                whole(result.againPerSecond()));
    }

    private static String whole(@Nullable Number value) {
        return value == null ? "" : String.format(Locale.ROOT, "%,.0f", value.doubleValue());
    }

    private static String verdict(@Nullable Boolean isMet) {
        return isMet == null ? "" : isMet ? "ok" : "MISSED";
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void row(Object... cells) {
        out.println(String.format(Locale.ROOT, "%-22s %10s %10s %10s %11s %10s %10s  %-6s %s", cells)
                .stripTrailing());
        out.flush();
    }
}
