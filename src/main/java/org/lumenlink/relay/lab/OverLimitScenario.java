package org.lumenlink.relay.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.lumenlink.relay.client.RelayClient;
import org.lumenlink.relay.dataplane.VerdictReason;

/** Shows that a user without a limit of its own gets the default one, exactly: 10,000 packets/s, bursts of 100. */
final class OverLimitScenario implements Scenario {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final long LIMIT = 10_000;
    private static final long BURST = 100;
    private static final long SENT_PER_SECOND = 20_000;
    private static final double TOLERANCE = 0.02;
    private static final int PAYLOAD_LENGTH = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long userId;
    private final Duration duration;

    OverLimitScenario(long userId, Duration duration) {
        this.userId = userId;
        this.duration = duration;
    }

    @Override
    public String title() {
        return "over the limit: %,d packets/s for %d s against the default of %,d packets/s"
                .formatted(SENT_PER_SECOND, duration.toSeconds(), LIMIT);
    }

    @Override
    public List<Figure> run(Lab lab, RelayApi api) throws Exception {
        long packets = SENT_PER_SECOND * duration.toSeconds();
        try (Crossing crossing = Crossing.open(lab, api, Family.IPV4, userId, null, TTL)) {
            crossing.warmUp();
            Destination destination = crossing.destination();
            destination.echo(false);
            FullLinks links = FullLinks.watch(lab);
            Counting counting = Counting.start(api);
            Sent sent = send(crossing.client(), packets);
            Await.until(
                    () -> counting.moved().total() + links.beforeRelay() >= packets
                            && destination.arrivals().packets() + links.behindRelay()
                                    >= counting.moved().of(VerdictReason.FORWARDED),
                    PATIENCE);
            Destination.Arrivals arrivals = destination.arrivals();
            long forwarded = arrivals.packets() + links.behindRelay();
            long refused = packets - links.beforeRelay() - forwarded;

            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.told("sent", Figure.number(packets * 1e9 / sent.nanos(), "packets/s")));
            figures.add(
                    Figure.within("delivered, by the times of sending", TOLERANCE, sent.allowed(), arrivals.packets()));
            long most = BURST + LIMIT * sent.nanos() / 1_000_000_000;
            figures.add(Figure.atMost(
                    "delivered, burst + rate x time", Math.round(most * (1 + TOLERANCE)), arrivals.packets()));
            Map<VerdictReason, Long> wanted = new EnumMap<>(VerdictReason.class);
            wanted.put(VerdictReason.FORWARDED, forwarded);
            wanted.put(VerdictReason.OVER_PACKET_LIMIT, refused);
            figures.addAll(counting.compare(wanted));
            figures.add(Figure.told("lost where a link was full", Figure.number(links.packets())));
            figures.add(Figure.told("rate at the destination", Figure.number(arrivals.rate(), "packets/s")));
            return figures;
        }
    }

    private static Sent send(RelayClient client, long packets) throws IOException {
        byte[] payload = new byte[PAYLOAD_LENGTH];
        long started = System.nanoTime();
        TokenBucket bucket = new TokenBucket(LIMIT, BURST, started);
        long sent = 0;
        while (sent < packets) {
            long due = Math.min(packets, (System.nanoTime() - started) * SENT_PER_SECOND / 1_000_000_000 + 1);
            for (; sent < due; sent++) {
                bucket.offer(System.nanoTime());
                client.send(payload);
            }
            // Not parked: a thread that sleeps may be woken later than the burst lasts.
            Thread.onSpinWait();
        }
        return new Sent(bucket.passed(), System.nanoTime() - started);
    }

    /**
     * What the limit's arithmetic makes of the packets that were sent.
     *
     * @param allowed how many it lets pass
     * @param nanos how long the sending took
     */
    private record Sent(long allowed, long nanos) {}
}
