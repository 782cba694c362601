package org.lumenlink.relay.lab.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws a bench's results as bars, in SVG. */
final class Picture {

    private static final int WIDTH = 960;
    private static final int ROW = 22;
    private static final int LABEL = 250;
    private static final int BARS = 420;
    private static final int MARGIN = 24;
    private static final double MEBIBYTE = 1 << 20;
    private static final String OURS = "#1f6feb";
    private static final String THEIRS = "#8b949e";
    private static final String MISSED = "#d1242f";

    private final StringBuilder body = new StringBuilder();
    private int y = MARGIN;

    private Picture() {}

    /** Returns the picture as an SVG document. */
    static String of(BenchResult result) {
        Picture picture = new Picture();
        picture.drawPackets(result.packets());
        picture.drawCrossings(result.crossings());
        picture.drawLatencies(result.control().latencies());
        picture.drawScales(result.control().scales());
        HostFacts host = result.host();
        picture.text(MARGIN, "start", "small", "%s, Linux %s, %s".formatted(host.cpu(), host.kernel(), host.at()));
        picture.y += MARGIN;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d">
                <style>text { font: 13px sans-serif; fill: #24292f } .title { font-weight: bold; font-size: 15px } .small { font-size: 11px }</style>
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %3$s</svg>
                """.formatted(WIDTH, picture.y, picture.body);
    }

    private void drawPackets(List<PacketResult> results) {
        title("Nanoseconds per packet, less is better");
        double most =
                results.stream().mapToDouble(PacketResult::nanoseconds).max().orElse(1);
        for (PacketResult result : results) {
            boolean missed = Boolean.FALSE.equals(result.isMet());
            String target = result.target() == null ? "" : ", at most " + result.target();
            row(
                    result.sessions() == 1
                            ? result.name()
                            : String.format(Locale.ROOT, "%s, %,d sessions", result.name(), result.sessions()),
                    result.nanoseconds() / most,
                    result.verdict() == null ? THEIRS : missed ? MISSED : OURS,
                    String.format(
                            Locale.ROOT,
                            "%.0f ns (%.2f x FIB%s)",
                            result.nanoseconds(),
                            result.ratioToForward(),
                            target));
        }
        y += MARGIN;
    }

    private void drawCrossings(List<CrossingResult> results) {
        title("Million packets per second through network namespaces, more is better");
        double most = results.stream()
                .mapToDouble(CrossingResult::packetsPerSecond)
                .max()
                .orElse(1);
        for (CrossingResult result : results) {
            Double median = result.roundTripMedian();
            String trip = median == null ? "" : String.format(Locale.ROOT, ", round trip %.1f us", median / 1000);
            boolean missed = Boolean.FALSE.equals(result.isMet());
            String target = result.target() == null
                    ? ""
                    : String.format(
                            Locale.ROOT, ", relay %.1f x as many, at least %s", result.relayRatio(), result.target());
            row(
                    "%s, %d bytes".formatted(result.name(), result.payload()),
                    result.packetsPerSecond() / most,
                    result.relayRatio() == 1 ? OURS : missed ? MISSED : THEIRS,
                    String.format(
                            Locale.ROOT,
                            "%.2f Mpps, %.1f Gbit/s%s%s",
                            result.packetsPerSecond() / 1e6,
                            result.gigabitsPerSecond(),
                            trip,
                            target));
        }
        y += MARGIN;
    }

    private void drawLatencies(List<LatencyResult> results) {
        title("Milliseconds that the API takes, 99 of 100 requests, less is better");
        double most =
                results.stream().mapToDouble(LatencyResult::percentile99).max().orElse(1);
        for (LatencyResult result : results) {
            Double target = result.target();
            row(
                    "%s, %d at once".formatted(result.name(), result.connections()),
                    result.percentile99() / most,
                    colour(result.isMet()),
                    String.format(
                            Locale.ROOT,
                            "%.2f ms (%.1f x echo%s), median %.2f ms (%.1f x)",
                            result.percentile99() / 1e6,
                            result.percentile99Ratio(),
                            target == null ? "" : String.format(Locale.ROOT, ", at most %.1f x", target),
                            result.median() / 1e6,
                            result.medianRatio()));
        }
        y += MARGIN;
    }

    private void drawScales(List<ScaleResult> results) {
        title("Users per second in one call, on disk and in the kernel, more is better");
        double most = results.stream()
                .mapToDouble(result -> orZero(result.perSecond()))
                .max()
                .orElse(1);
        for (ScaleResult result : results) {
            String perSecond = result.perSecond() == null
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%,.0f/s, at least %,.0f/s, again %,.0f/s, ",
                            orZero(result.perSecond()),
                            orZero(result.target()),
                            orZero(result.againPerSecond()));
            row(
                    String.format(Locale.ROOT, "%,d users", result.users()),
                    orZero(result.perSecond()) / Math.max(1, most),
                    colour(result.isMet()),
                    perSecond
                            + String.format(
                                    Locale.ROOT,
                                    "ready in %.1f s, %.0f MiB of heap, %.0f MiB of maps",
                                    result.secondsToReady(),
                                    result.heapInUse() / MEBIBYTE,
                                    result.mapsInUse() / MEBIBYTE));
        }
        y += MARGIN;
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static String colour(@Nullable Boolean isMet) {
        return isMet == null ? THEIRS : isMet ? OURS : MISSED;
    }

    private void title(String title) {
        text(MARGIN, "start", "title", title);
        y += ROW;
    }

    private void row(String label, double share, String colour, String value) {
        text(LABEL - 8, "end", "", label);
        double length = Math.max(1, Math.max(0, share) * BARS);
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>%n",
                LABEL,
                y - 11,
                length,
                colour));
        text((int) (LABEL + length + 6), "start", "small", value);
        y += ROW;
    }

    private void text(int x, String anchor, String style, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;");
        body.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
                .formatted(x, y, anchor, style, safe));
    }
}
