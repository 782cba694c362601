package org.lumenlink.relay.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lumenlink.relay.dataplane.VerdictReason;

/** Shows that packets of one kind are dropped, each under the verdict that names why. */
final class RefusalScenario implements Scenario {

    private final String title;
    private final long userId;
    private final Duration ttl;
    private final VerdictReason verdict;
    private final int packets;
    private final Refused refused;

    /**
     * Makes a scenario.
     *
     * @param ttl of the user's token
     * @param verdict that each packet must get
     * @param packets how many to send
     * @param refused makes them
     */
    RefusalScenario(String title, long userId, Duration ttl, VerdictReason verdict, int packets, Refused refused) {
        this.title = title;
        this.userId = userId;
        this.ttl = ttl;
        this.verdict = verdict;
        this.packets = packets;
        this.refused = refused;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<Figure> run(Lab lab, RelayApi api) throws Exception {
        try (Crossing crossing = Crossing.open(lab, api, Family.IPV4, userId, null, ttl)) {
            crossing.warmUp();
            List<byte[]> datagrams = refused.prepare(crossing, packets);
            crossing.destination().reset();
            Counting counting = Counting.start(api);
            for (byte[] datagram : datagrams) {
                crossing.sendRaw(datagram);
            }
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.exactly("sent", packets, datagrams.size()));
            figures.addAll(counting.compare(Map.of(verdict, (long) packets)));
            figures.add(Figure.exactly(
                    "delivered at the destination",
                    0,
                    crossing.destination().arrivals().packets()));
            return figures;
        }
    }

    /** Makes datagrams that must be refused. */
    @FunctionalInterface
    interface Refused {
        List<byte[]> prepare(Crossing crossing, int packets) throws Exception;
    }
}
