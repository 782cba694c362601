package org.lumenlink.relay.metrics;

import java.util.function.Supplier;
import org.lumenlink.relay.relay.StoreFailure;

/** Takes figures from the store, which may fail just when the others are looked at. */
final class StoreFigures {

    private StoreFigures() {}

    /** Returns a figure, or another if the store cannot be read. */
    static <T> T orElse(Supplier<T> figure, T other) {
        try {
            return figure.get();
        } catch (RuntimeException e) {
            if (StoreFailure.in(e).isPresent()) {
                return other;
            }
            throw e;
        }
    }
}
