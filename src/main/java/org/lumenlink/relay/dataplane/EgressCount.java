package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Counts the flows of {@code return_map}, and how many there are to the destination that has most. */
final class EgressCount {

    /** A {@code struct flow} up to the relay's port: both addresses and the destination's port. */
    private static final int DESTINATION_SIZE = 34;

    private final Map<ByteBuffer, Integer> byDestination = new HashMap<>();
    private int flows;
    private int busiest;

    /** Counts a {@code struct flow}. */
    void add(byte[] flow) {
        flows++;
        int ports = byDestination.merge(ByteBuffer.wrap(flow, 0, DESTINATION_SIZE), 1, Integer::sum);
        busiest = Math.max(busiest, ports);
    }

    /** Returns what was counted, out of so many ports. */
    EgressPorts of(int ports) {
        return new EgressPorts(flows, busiest, ports);
    }
}
