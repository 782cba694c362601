package org.lumenlink.relay.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.lumenlink.relay.lab.bench.LimitOffer.Outcome;
import org.lumenlink.relay.lab.bench.LimitOffer.Way;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.XdpMode;
import org.lumenlink.relay.support.RequiresBpf;

/**
 * Holds limits to their rates over a second of real time: packets and bytes, in both directions, from 10 to 1,000,000
 * packets/s. Twice as much is offered; what passes must be the burst, and the rate times the time that passed on the
 * clock that the kernel reads too.
 */
@RequiresBpf
class LimitAccuracyIT {

    private static final double TOLERANCE = 0.02;

    /** Where the machine cannot offer so many times the limit, the limit has little to do. */
    private static final double ENOUGH = 1.1;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final String IDLE = "idle";

    private final Libbpf libbpf = Libbpf.bind();

    @TestFactory
    List<DynamicTest> limitWhenTwiceAsMuchIsOfferedThenLetsItsRatePass() {
        List<DynamicTest> tests = new ArrayList<>();
        try (Rig rig = new Rig()) {
            rig.namespace().ip("link add " + IDLE + " type veth peer name idle-peer");
            int user = 1;
            // One machine offers the low rates all at once, the high ones one by one.
            List<LimitOffer> together = new ArrayList<>();
            for (Way way : Way.values()) {
                for (long rate : new long[] {10, 100, 1_000, 10_000}) {
                    together.add(new LimitOffer(rig, way, rate, user++));
                }
            }
            tests.addAll(run(rig, together));
            for (Way way : Way.values()) {
                for (long rate : new long[] {100_000, 1_000_000}) {
                    tests.addAll(run(rig, List.of(new LimitOffer(rig, way, rate, user++))));
                }
            }
        }
        return tests;
    }

    private List<DynamicTest> run(Rig rig, List<LimitOffer> offers) {
        int[] first = new int[offers.size() + 1];
        Arrays.setAll(
                first,
                i -> offers.subList(0, i).stream().mapToInt(LimitOffer::total).sum());
        Iterator<LimitOffer> owner = offers.stream()
                .flatMap(offer -> Stream.generate(() -> offer).limit(offer.total()))
                .iterator();
        try (Resources resources = new Resources()) {
            BenchObject frames = resources.add(new BenchObject(libbpf, first[offers.size()]));
            frames.fill(() -> owner.next().frame());
            frames.callable(rig.dataplane().program(), LimitOffer.SUBJECT);
            return rig.namespace().call(() -> {
                // The kernel waits a while before it runs a program repeatedly, but for those that are attached.
                resources.add(
                        frames.program("bench_wrapper").attach(rig.namespace().interfaceIndex(IDLE), XdpMode.NATIVE));
                long begin = System.nanoTime();
                while (!offers.stream().allMatch(LimitOffer::isDone)) {
                    for (int i = 0; i < offers.size(); i++) {
                        offers.get(i).sendDue(frames, first[i], System.nanoTime() - begin);
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                return offers.stream()
                        .map(offer -> test(offer.name(), offer.outcome()))
                        .toList();
            });
        }
    }

    private static DynamicTest test(String name, Outcome outcome) {
        return DynamicTest.dynamicTest(name, () -> {
            assertThat(outcome.passed() + outcome.limited()).isEqualTo(outcome.offered());
            assumeThat((double) outcome.offered())
                    .as("%s: what this machine can offer while a limit lets so much pass", name)
                    .isGreaterThan(ENOUGH * (outcome.burst() + outcome.most()));
            assertThat((double) outcome.passed() - outcome.burst())
                    .as("passed besides the burst, of %s", outcome)
                    .isBetween(
                            outcome.least() * (1 - TOLERANCE) - outcome.unused() - 1,
                            outcome.most() * (1 + TOLERANCE) + 1);
            assumeThat(outcome.unused())
                    .as("%s: packets that could have passed, had this machine not been busy otherwise", name)
                    .isLessThanOrEqualTo(1 + TOLERANCE * outcome.most());
        });
    }
}
