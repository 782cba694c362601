package org.lumenlink.relay.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictReason;

/** Shows that every packet crosses the relay and every answer comes back, unaltered. */
final class EchoScenario implements Scenario {

    private static final Duration TTL = Duration.ofMinutes(5);
    /** Far above what a client that waits for answers can send. */
    private static final Limits GENEROUS = new Limits(5_000_000, 100_000, 10_000_000_000L, 100_000_000);

    private static final double BITS_PER_MEGABIT_BYTE = 8e-6;

    private final Family family;
    private final long userId;
    private final int payloadLength;
    private final String extent;
    private final Supplier<LongPredicate> goOn;

    private EchoScenario(Family family, long userId, int payloadLength, String extent, Supplier<LongPredicate> goOn) {
        this.family = family;
        this.userId = userId;
        this.payloadLength = payloadLength;
        this.extent = extent;
        this.goOn = goOn;
    }

    /** Sends so many packets. */
    static EchoScenario packets(Family family, long userId, int payloadLength, long packets) {
        String extent = Figure.number(packets) + " packets";
        return new EchoScenario(family, userId, payloadLength, extent, () -> sent -> sent < packets);
    }

    /** Sends for so long. */
    static EchoScenario lasting(Family family, long userId, int payloadLength, Duration duration) {
        return new EchoScenario(family, userId, payloadLength, "for " + duration.toSeconds() + " s", () -> {
            long end = System.nanoTime() + duration.toNanos();
            return sent -> System.nanoTime() - end < 0;
        });
    }

    @Override
    public String title() {
        return "%s there and back, %s of %,d bytes payload".formatted(family, extent, payloadLength);
    }

    @Override
    public List<Figure> run(Lab lab, RelayApi api) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (Crossing crossing = Crossing.open(lab, api, family, userId, GENEROUS, TTL)) {
            figures.add(Figure.told("registered, token issued", "user " + userId));
            figures.add(Figure.told("packets until the first answer", Figure.number(crossing.warmUp())));
            Counting counting = Counting.start(api);
            EchoRun.Result result = new EchoRun(crossing.client(), payloadLength).run(goOn.get());
            long sent = result.sent();
            figures.add(Figure.exactly(
                    "delivered at the destination",
                    sent,
                    crossing.destination().arrivals().packets()));
            figures.add(Figure.exactly("answers received, unaltered", sent, result.answered()));
            Map<VerdictReason, Long> wanted = new EnumMap<>(VerdictReason.class);
            wanted.put(VerdictReason.FORWARDED, sent);
            wanted.put(VerdictReason.RETURNED, sent);
            figures.addAll(counting.compare(wanted));
            figures.add(Figure.told("rate, each way", Figure.number(result.rate(), "packets/s")));
            figures.add(Figure.told(
                    "payload, each way",
                    Figure.number(result.rate() * payloadLength * BITS_PER_MEGABIT_BYTE, "Mbit/s")));
        }
        return figures;
    }
}
