package org.lumenlink.relay.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Libbpf;

/** Measures how fast packets cross, by the relay and by its peers in turns. The first peer is the relay. */
final class CrossingBench {

    private final Libbpf libbpf;
    private final BenchSize size;
    private final Consumer<CrossingResult> progress;

    CrossingBench(Libbpf libbpf, BenchSize size, Consumer<CrossingResult> progress) {
        this.libbpf = libbpf;
        this.size = size;
        this.progress = progress;
    }

    /** Measures every peer with every length of payload. */
    List<CrossingResult> run(List<Peer> peers, int... payloads) {
        List<CrossingResult> results = new ArrayList<>();
        for (int payload : payloads) {
            Resources objects = new Resources();
            try (objects) {
                List<Runner> runners = new ArrayList<>();
                for (Peer peer : peers) {
                    runners.add(objects.add(new Runner(peer, new byte[payload])));
                }
                for (int round = 0; round < size.floods(); round++) {
                    for (Runner runner : runners) {
                        runner.flood(round);
                    }
                }
                for (Runner runner : runners) {
                    CrossingResult result = runner.result(runners.get(0));
                    results.add(result);
                    progress.accept(result);
                }
            }
        }
        return results;
    }

    /** One peer with its packets. */
    private final class Runner implements AutoCloseable {

        private final Peer peer;
        private final int payload;
        private final BenchObject frames;
        private final double[] rates = new double[size.floods()];
        private long received;

        Runner(Peer peer, byte[] payload) {
            this.peer = peer;
            this.payload = payload.length;
            int count = peer.isFresh() ? size.flood() * size.floods() + size.pings() : 1;
            frames = new BenchObject(libbpf, count);
            frames.fill(peer.frames().apply(payload));
        }

        void flood(int round) {
            int from = peer.isFresh() ? round * size.flood() : 0;
            Flood flood = peer.wire().flood(frames, from, size.flood());
            if (flood.perSecond() == 0) {
                throw new IllegalStateException("of %,d packets sent by way of %s, %,d arrived"
                        .formatted(size.flood(), peer.name(), flood.packets()));
            }
            rates[round] = flood.perSecond();
            received += flood.packets();
        }

        Series rates() {
            return new Series(rates);
        }

        double gigabits() {
            return rates().median() * payload * Byte.SIZE / 1e9;
        }

        CrossingResult result(Runner relay) {
            Series own = rates();
            Series trips = peer.answers() ? ping() : null;
            double ratio =
                    relay.rates().with(own, (ours, theirs) -> ours / theirs).median();
            Optional<Goal.Judgement> judgement = peer.goal().judge(payload, relay.gigabits(), gigabits(), ratio);
            return new CrossingResult(
                    peer.name(),
                    payload,
                    own.median(),
                    own.min(),
                    own.max(),
                    gigabits(),
                    received / ((double) size.flood() * rates.length),
                    ratio,
                    judgement.map(Goal.Judgement::target).orElse(null),
                    judgement.map(Goal.Judgement::isMet).orElse(null),
                    trips == null ? null : (Double) trips.median(),
                    trips == null ? null : (Double) trips.quantile(0.99));
        }

        private @Nullable Series ping() {
            try (Resources prepared = new Resources()) {
                prepared.add(peer.beforePing().get());
                return peer.wire()
                        .ping(frames, peer.isFresh() ? size.flood() * size.floods() : 0, size.pings())
                        .orElse(null);
            }
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
