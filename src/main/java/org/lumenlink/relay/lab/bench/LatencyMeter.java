package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures how long steps take, in turns of a few hundred, so that a slow phase of the machine meets all of them. */
final class LatencyMeter {

    private static final int TURN = 250;

    private final int count;
    private final int connections;

    /**
     * Measures each step {@code count} times, after as many that do not count.
     *
     * @param connections how many do it at the same time, each on a connection of its own
     */
    LatencyMeter(int count, int connections) {
        this.count = count;
        this.connections = connections;
    }

    /** Measures all steps, of which the first is what they are compared with. */
    List<LatencyResult> measure(List<Step> steps) throws IOException, InterruptedException {
        // Not virtual threads: those would not be in the caller's network namespace.
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            turns(threads, steps, count);
            List<double[]> times = turns(threads, steps, count);
            Series first = new Series(times.get(0));
            List<LatencyResult> results = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                results.add(result(steps.get(i), new Series(times.get(i)), first));
            }
            return results;
        }
    }

    private List<double[]> turns(ExecutorService threads, List<Step> steps, int count)
            throws IOException, InterruptedException {
        List<double[]> times = steps.stream().map(step -> new double[count]).toList();
        for (int from = 0; from < count; from += TURN) {
            for (int i = 0; i < steps.size(); i++) {
                turn(threads, steps.get(i).action(), times.get(i), from, Math.min(count, from + TURN));
            }
        }
        return times;
    }

    private void turn(ExecutorService threads, Step.Action action, double[] times, int from, int to)
            throws IOException, InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (int connection = 0; connection < connections; connection++) {
            int first = from + connection;
            running.add(threads.submit(() -> {
                for (int i = first; i < to; i += connections) {
                    long began = System.nanoTime();
                    action.run();
                    times[i] = System.nanoTime() - began;
                }
                return true;
            }));
        }
        for (Future<?> each : running) {
            await(each);
        }
    }

    private static void await(Future<?> running) throws IOException, InterruptedException {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new IOException("a request failed: " + e.getCause(), e.getCause());
        }
    }

    private LatencyResult result(Step step, Series times, Series echo) {
        double ratio = times.quantile(0.99) / echo.quantile(0.99);
        Double factor = step.factor();
        return new LatencyResult(
                step.name(),
                connections,
                times.size(),
                times.median(),
                times.quantile(0.99),
                times.median() / echo.median(),
                ratio,
                factor,
                factor == null ? null : (Boolean) (ratio <= factor));
    }
}
