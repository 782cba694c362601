package org.lumenlink.relay.lab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lumenlink.relay.support.Shell;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the ends of a lab's links have dropped since then: tells what the relay lost from what was lost before or behind it. */
final class FullLinks {

    private final Lab lab;
    private final Map<String, Long> before;

    private FullLinks(Lab lab) {
        this.lab = lab;
        this.before = drops();
    }

    static FullLinks watch(Lab lab) {
        return new FullLinks(lab);
    }

    /**
     * Returns how many packets found the queue of a link full (256 packets), which its end, on a machine that does much else,
     * had not come to empty: they were lost before or behind the relay. Both ends count them.
     */
    long packets() {
        return moved().entrySet().stream()
                .filter(link -> link.getKey().endsWith(" tx"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Returns what was dropped, by the end of a link and the way. */
    Map<String, Long> moved() {
        Map<String, Long> moved = new TreeMap<>();
        drops().forEach((where, packets) -> {
            long more = packets - before.getOrDefault(where, 0L);
            if (more != 0) {
                moved.put(where, more);
            }
        });
        return moved;
    }

    private Map<String, Long> drops() {
        Map<String, Long> drops = new TreeMap<>();
        for (String namespace : List.of(lab.clientNamespace(), lab.relayNamespace(), lab.destinationNamespace())) {
            for (JsonNode link : JsonMapper.shared().readTree(Shell.run("ip", "-n", namespace, "-j", "-s", "link"))) {
                for (String way : List.of("rx", "tx")) {
                    drops.put(
                            namespace + " " + link.required("ifname").asString() + " " + way,
                            link.at("/stats64/" + way + "/dropped").asLong());
                }
            }
        }
        return drops;
    }
}
