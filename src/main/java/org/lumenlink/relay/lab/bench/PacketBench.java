package org.lumenlink.relay.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.Libbpf;

/** Measures nanoseconds per packet of every kind of packet. */
final class PacketBench {

    private static final int MAX_FIRST_PACKETS = 98_304;

    private final BenchSize size;
    private final Predicate<PacketCase> wanted;
    private final Consumer<PacketResult> progress;
    private final PacketMeter meter;
    private final List<PacketResult> results = new ArrayList<>();
    private @Nullable Double oneSession;

    /** Prepares to measure the {@code wanted} kinds, telling {@code progress} of each as soon as it is done. */
    PacketBench(Libbpf libbpf, BenchSize size, Predicate<PacketCase> wanted, Consumer<PacketResult> progress) {
        this.size = size;
        this.wanted = wanted;
        this.progress = progress;
        this.meter = new PacketMeter(libbpf, size.rounds(), size.packets());
    }

    List<PacketResult> run() {
        runOne();
        runFloods();
        for (int i = 0; i < size.sessions().size(); i++) {
            runMany(size.sessions().get(i), size.factors().get(i));
        }
        runFirst();
        return List.copyOf(results);
    }

    private void runOne() {
        try (Rig rig = new Rig()) {
            PacketCases cases = new PacketCases(rig);
            Population one = cases.population(1, 1);
            one.establish();
            measure(rig, one, cases.ofOne(one));
        }
    }

    private void runFloods() {
        try (Rig rig = new Rig(1)) {
            PacketCases cases = new PacketCases(rig);
            Population two = cases.population(1, 2);
            measure(rig, two, cases.ofFloods(two));
        }
    }

    private void runMany(int sessions, double factor) {
        try (Rig rig = new Rig()) {
            PacketCases cases = new PacketCases(rig);
            Population many = cases.population(1, sessions);
            List<PacketCase> kinds = cases.ofMany(many, factor);
            if (kinds.stream().anyMatch(wanted)) {
                many.establish();
                measure(rig, many, kinds);
            }
        }
    }

    private void runFirst() {
        try (Rig rig = new Rig()) {
            PacketCases cases = new PacketCases(rig);
            int perRound = Math.min(MAX_FIRST_PACKETS / size.rounds(), size.packets());
            Population fresh = cases.population(1, perRound * size.rounds());
            measure(rig, fresh, List.of(cases.first(fresh, perRound)));
        }
    }

    private void measure(Rig rig, Population population, List<PacketCase> kinds) {
        byte[] plain = population.direct(0);
        for (PacketCase kind : kinds) {
            if (wanted.test(kind)) {
                PacketResult result = meter.measure(rig, kind, plain, oneSession);
                if (kind.name().equals("forwarded") && kind.sessions() == 1) {
                    oneSession = result.ratioToForward();
                }
                results.add(result);
                progress.accept(result);
            }
        }
    }
}
