package org.lumenlink.relay.lab.bench;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** The values that repeated measurements of one thing gave, in their order. */
final class Series {

    private final double[] values;

    Series(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a series has at least one value");
        }
        this.values = values.clone();
    }

    /** Combines two series value by value: what was measured side by side. */
    Series with(Series other, DoubleBinaryOperator combination) {
        double[] combined = new double[values.length];
        for (int i = 0; i < combined.length; i++) {
            combined[i] = combination.applyAsDouble(values[i], other.values[i]);
        }
        return new Series(combined);
    }

    int size() {
        return values.length;
    }

    double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Returns the value that a share of all values, such as 0.99, is not above. */
    double quantile(double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    double min() {
        return Arrays.stream(values).min().orElseThrow();
    }

    double max() {
        return Arrays.stream(values).max().orElseThrow();
    }
}
