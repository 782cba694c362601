package org.lumenlink.relay.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        runCarried("IPv6", "udp", new Carriage(IpVersion.V6, IpVersion.V6, false));
        runCarried("IPv4 to IPv6", "udp", new Carriage(IpVersion.V4, IpVersion.V6, false));
        runCarried("IPv6 to IPv4", "udp", new Carriage(IpVersion.V6, IpVersion.V4, false));
        runCarried("ip-option", "ip-option", new Carriage(IpVersion.V4, IpVersion.V4, true));
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

    private void runCarried(String how, String carriers, Carriage carriage) {
        try (Rig rig = new Rig(Map.of("carriers", carriers))) {
            PacketCases cases = new PacketCases(rig);
            Population one = cases.population(carriage, 1, 1);
            one.establish();
            measure(rig, one, List.of(cases.carried(how, one)));
        }
    }

    private void runFloods() {
        Map<String, Object> oneTicket = Map.of(
                "flood.openings-per-source", 1, "flood.opening-burst-per-source", 1, "flood.openings-per-cpu", 1);
        try (Rig rig = new Rig(oneTicket)) {
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
