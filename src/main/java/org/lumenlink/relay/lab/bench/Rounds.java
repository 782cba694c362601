package org.lumenlink.relay.lab.bench;

import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Latency;
import org.lumenlink.relay.lab.bench.Target.Reference;

/** Nanoseconds per packet of each round of a measurement. */
final class Rounds {

    private static final double TAIL = 0.999;

    private final double[] wrapper;
    private final double[] subject;
    private final double[] forward;

    Rounds(int count) {
        wrapper = new double[count];
        subject = new double[count];
        forward = new double[count];
    }

    /** Enters a round: the wrapper's own time, and those of the program and of FIB forward without it. */
    void set(int round, double wrapperTime, double subjectTime, double forwardTime) {
        wrapper[round] = wrapperTime;
        subject[round] = subjectTime;
        forward[round] = forwardTime;
    }

    PacketResult toResult(PacketCase kind, long packets, long asClaimed, Latency latency, @Nullable Double oneSession) {
        Series times = new Series(subject);
        Series forwards = new Series(forward);
        double ratio =
                times.with(forwards, (time, reference) -> time / reference).median();
        Target target = kind.target();
        return new PacketResult(
                kind.name(),
                kind.sessions(),
                times.median(),
                times.min(),
                times.max(),
                new Series(wrapper).median(),
                forwards.median(),
                ratio,
                kind.verdict() == null ? null : kind.verdict().label(),
                packets,
                asClaimed,
                latency.count() == 0 ? null : latency.boundOf(TAIL),
                target == null ? null : target.toString(),
                target == null ? null : isMet(target, ratio, oneSession));
    }

    /** Figures of different rounds are compared by way of FIB forward, which ran in each of them. */
    private static @Nullable Boolean isMet(Target target, double ratio, @Nullable Double oneSession) {
        if (target.reference() == Reference.FORWARD) {
            return ratio <= target.factor();
        }
        return oneSession == null ? null : (Boolean) (ratio / oneSession <= target.factor());
    }
}
