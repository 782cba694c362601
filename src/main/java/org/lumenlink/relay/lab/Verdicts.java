package org.lumenlink.relay.lab;

import java.util.Map;
import java.util.TreeMap;
import org.lumenlink.relay.dataplane.VerdictReason;

/**
 * Packets by verdict.
 *
 * @param packets by the verdict's label
 */
record Verdicts(Map<String, Long> packets) {

    Verdicts {
        packets = Map.copyOf(packets);
    }

    long of(VerdictReason reason) {
        return packets.getOrDefault(reason.label(), 0L);
    }

    /** Returns by how much each verdict moved since {@code before}; those that did not move are left out. */
    Verdicts since(Verdicts before) {
        Map<String, Long> moved = new TreeMap<>();
        packets.forEach((label, now) -> {
            long difference = now - before.packets.getOrDefault(label, 0L);
            if (difference != 0) {
                moved.put(label, difference);
            }
        });
        return new Verdicts(moved);
    }

    /** Returns the packets of all verdicts on the relay's own traffic: what it hands to the kernel does not count. */
    long total() {
        return packets.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(VerdictReason.NOT_OURS.label()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
