package org.lumenlink.relay.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lumenlink.relay.dataplane.VerdictReason;

/** Counts the relay's verdicts from a point in time on. */
final class Counting {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RelayApi api;
    private final Verdicts before;

    private Counting(RelayApi api, Verdicts before) {
        this.api = api;
        this.before = before;
    }

    static Counting start(RelayApi api) throws IOException, InterruptedException {
        return new Counting(api, api.verdicts());
    }

    /** Returns the verdicts so far. */
    Verdicts moved() throws IOException, InterruptedException {
        return api.verdicts().since(before);
    }

    /**
     * Waits until as many packets are counted as must be, and compares each verdict.
     *
     * @param wanted packets by verdict; all other verdicts must not move
     */
    List<Figure> compare(Map<VerdictReason, Long> wanted) throws Exception {
        long total = wanted.values().stream().mapToLong(Long::longValue).sum();
        Await.until(() -> moved().total() >= total, PATIENCE);
        Verdicts moved = moved();
        List<Figure> figures = new ArrayList<>();
        long others = moved.total();
        for (Map.Entry<VerdictReason, Long> entry : wanted.entrySet()) {
            long packets = moved.of(entry.getKey());
            others -= packets;
            figures.add(Figure.exactly("verdict " + entry.getKey().label(), entry.getValue(), packets));
        }
        figures.add(Figure.exactly("all other verdicts", 0, others));
        return figures;
    }
}
