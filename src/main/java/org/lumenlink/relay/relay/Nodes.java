package org.lumenlink.relay.relay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which relays there are, and whether they are in service. */
public interface Nodes {

    /** Returns the relay that is asked. */
    Node self();

    /**
     * A relay.
     *
     * @param name as it is set, or of its host
     * @param state {@code ready}, {@code draining} or {@code unready}
     * @param reasons why it is not ready, each in one sentence
     * @param startedAt when the process was started
     * @param version of the program; null where it is not packaged
     */
    record Node(
            String name,
            String state,
            List<String> reasons,
            Instant startedAt,
            @Nullable String version) {}
}
