package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done again and again.
 *
 * @param name what it is
 * @param factor what its 99th percentile may be, in multiples of the echo's; null if nobody said
 * @param action does it once
 */
record Step(String name, @Nullable Double factor, Action action) {

    /** Does it once. */
    interface Action {
        void run() throws IOException, InterruptedException;
    }
}
