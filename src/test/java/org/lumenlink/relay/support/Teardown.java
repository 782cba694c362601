package org.lumenlink.relay.support;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes what a test has made, the latest first, and goes on past what cannot be closed. */
public final class Teardown implements AutoCloseable {

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /** Remembers a resource and returns it. */
    public <T extends AutoCloseable> T keep(T resource) {
        resources.push(resource);
        return resource;
    }

    @Override
    public void close() {
        @Nullable IllegalStateException failure = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                failure = new IllegalStateException("cannot take down what the test has made", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
