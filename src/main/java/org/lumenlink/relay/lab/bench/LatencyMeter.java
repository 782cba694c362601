package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures how long steps take, in turns of a few hundred, so that a slow phase of the machine meets all of them. */
final class LatencyMeter {

    private static final int TURN = 250;

    private final int count;

    /** Measures each step {@code count} times, after half as many that do not count. */
    LatencyMeter(int count) {
        this.count = count;
    }

    /** Measures all steps, of which the first is what they are compared with. */
    List<LatencyResult> measure(List<Step> steps) throws IOException, InterruptedException {
        turns(steps, count / 2);
        List<double[]> times = turns(steps, count);
        Series first = new Series(times.get(0));
        List<LatencyResult> results = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            results.add(result(steps.get(i), new Series(times.get(i)), first));
        }
        return results;
    }

    private static List<double[]> turns(List<Step> steps, int count) throws IOException, InterruptedException {
        List<double[]> times = steps.stream().map(step -> new double[count]).toList();
        for (int from = 0; from < count; from += TURN) {
            for (int i = 0; i < steps.size(); i++) {
                turn(steps.get(i).action(), times.get(i), from, Math.min(count, from + TURN));
            }
        }
        return times;
    }

    private static void turn(Step.Action action, double[] times, int from, int to)
            throws IOException, InterruptedException {
        for (int i = from; i < to; i++) {
            long began = System.nanoTime();
            action.run();
            times[i] = System.nanoTime() - began;
        }
    }

    private static LatencyResult result(Step step, Series times, Series echo) {
        double ratio = times.quantile(0.99) / echo.quantile(0.99);
        Double factor = step.factor();
        return new LatencyResult(
                step.name(),
                times.size(),
                times.median(),
                times.quantile(0.99),
                times.median() / echo.median(),
                ratio,
                factor,
                factor == null ? null : (Boolean) (ratio <= factor));
    }
}
