package org.lumenlink.relay.lab.bench;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Latency;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Libbpf;

/**
 * Measures one kind of packet, in rounds: in each the empty wrapper, the program, and FIB forward one after the other,
 * so that a slow phase of the machine meets all of them.
 */
final class PacketMeter {

    private static final int NOTHING = 0;
    private static final int STRIP = 1;
    private static final int SUBJECT = 2;
    private static final int FORWARD_FRAMES = 32;

    /** Verdicts on packets above a rate of one a second: some are below it while the bench runs. */
    private static final Set<VerdictReason> BY_RATE =
            EnumSet.of(VerdictReason.OVER_PACKET_LIMIT, VerdictReason.SOURCE_OVER_BUDGET);

    private static final long PASSED_BY_RATE = 10;

    private final Libbpf libbpf;
    private final int rounds;
    private final int packets;

    /** Measures in {@code rounds} of {@code packets} each. */
    PacketMeter(Libbpf libbpf, int rounds, int packets) {
        this.libbpf = libbpf;
        this.rounds = rounds;
        this.packets = packets;
    }

    /**
     * Measures.
     *
     * @param plain a packet that a router would forward from near to far
     * @param oneSession the ratio to FIB forward of one session's packets, as far as it is known
     * @throws IllegalStateException if the packets did not get the verdict that the case claims
     */
    PacketResult measure(Rig rig, PacketCase kind, byte[] plain, @Nullable Double oneSession) {
        int count = kind.limit() == 0 ? packets : Math.min(packets, kind.limit());
        try (BenchObject subject = new BenchObject(libbpf, kind.isFresh() ? count * rounds : count);
                BenchObject forward = new BenchObject(libbpf, FORWARD_FRAMES)) {
            prepare(subject, kind.program() == null ? rig.dataplane().program() : subject.program(kind.program()));
            prepare(forward, forward.program("bench_forward"));
            kind.setUp().accept(subject);
            subject.fill(kind.frames());
            forward.fill(() -> plain);
            Map<VerdictReason, Long> before = rig.verdicts();
            Latency latencyBefore = rig.dataplane().latency();
            Rounds result = rig.namespace().call(() -> runParked(rig, kind, subject, forward, count));
            Latency latency = rig.dataplane().latency().since(latencyBefore);
            long asClaimed = kind.verdict() == null ? 0 : check(kind, before, rig.verdicts(), (long) count * rounds);
            return result.toResult(kind, (long) count * rounds, asClaimed, latency, oneSession);
        }
    }

    private static void prepare(BenchObject object, BpfProgram subject) {
        object.callable(object.program("bench_nothing"), NOTHING);
        object.callable(object.program("bench_strip"), STRIP);
        object.callable(subject, SUBJECT);
    }

    private Rounds runParked(Rig rig, PacketCase kind, BenchObject subject, BenchObject forward, int count) {
        try (Resources parked = new Resources()) {
            parked.add(subject.park(rig.namespace().interfaceIndex(Network.PARKING.getFirst())));
            parked.add(forward.park(rig.namespace().interfaceIndex(Network.PARKING.getLast())));
            return run(rig, kind, subject, forward, count);
        }
    }

    private Rounds run(Rig rig, PacketCase kind, BenchObject subject, BenchObject forward, int count) {
        Rounds result = new Rounds(rounds);
        int ingress = rig.namespace().interfaceIndex(kind.ingress());
        int near = rig.namespace().interfaceIndex(Network.NEAR);
        for (int round = 0; round < rounds; round++) {
            // The wrapper alone runs on other packets of the same memory: not on those that it would warm up.
            int from = kind.isFresh() ? round * count : 0;
            int other = (from + count) % subject.frames();
            double wrapper = time(subject, NOTHING, ingress, other, count, XdpAction.DROP);
            if (kind.strips()) {
                // Half of what moving the start to and fro costs is the relay's own, and stays in its figure.
                wrapper = (wrapper + time(subject, STRIP, ingress, other, count, XdpAction.DROP)) / 2;
            }
            double time = time(subject, SUBJECT, ingress, from, count, kind.action());
            double forwardWrapper = time(forward, NOTHING, near, 0, count, XdpAction.DROP);
            double forwardTime = time(forward, SUBJECT, near, 0, count, XdpAction.REDIRECT);
            result.set(round, wrapper, time - wrapper, forwardTime - forwardWrapper);
        }
        return result;
    }

    private static double time(BenchObject object, int program, int ingress, int from, int count, int action) {
        BpfProgram.TestRun run = object.run(program, ingress, from, count);
        if (run.result() != action) {
            throw new IllegalStateException(
                    "the last packet ended with XDP action %d, not %d".formatted(run.result(), action));
        }
        return run.nanoseconds();
    }

    private static long check(
            PacketCase kind, Map<VerdictReason, Long> before, Map<VerdictReason, Long> after, long wanted) {
        Map<VerdictReason, Long> moved = new EnumMap<>(VerdictReason.class);
        after.forEach((reason, packets) -> {
            long difference = packets - before.getOrDefault(reason, 0L);
            if (difference != 0) {
                moved.put(reason, difference);
            }
        });
        long asClaimed = moved.getOrDefault(kind.verdict(), 0L);
        long all = moved.values().stream().mapToLong(Long::longValue).sum();
        long exempt = kind.verdict() != null && BY_RATE.contains(kind.verdict()) ? PASSED_BY_RATE + wanted / 1_000 : 0;
        if (all != wanted || asClaimed < wanted - exempt) {
            throw new IllegalStateException("%s: %d packets must all be counted as %s, but the verdicts are %s"
                    .formatted(kind.title(), wanted, kind.verdict(), moved));
        }
        return asClaimed;
    }
}
