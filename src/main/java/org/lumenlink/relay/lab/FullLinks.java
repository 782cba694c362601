package org.lumenlink.relay.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/**
 * Counts the packets that found the queue of a lab's link full (256 packets), which its end, on a machine that does much
 * else, had not come to empty: they were lost before or behind the relay.
 */
final class FullLinks {

    private static final Path INTERFACES = Path.of("/proc/thread-self/net/dev");

    /** Lines above those of the interfaces. */
    private static final int HEADINGS = 2;

    /** Where the packets dropped in sending stand, behind the interface's name. */
    private static final int DROPPED = 11;

    private final Lab lab;
    private final Map<String, Long> before;

    private FullLinks(Lab lab) throws Exception {
        this.lab = lab;
        this.before = dropped();
    }

    /** Counts from now on. */
    static FullLinks watch(Lab lab) throws Exception {
        return new FullLinks(lab);
    }

    /** Returns how many packets were lost. */
    long packets() throws Exception {
        return beforeRelay() + behindRelay();
    }

    /** Returns how many packets of clients were lost on their way to the relay, if none goes back to them. */
    long beforeRelay() throws Exception {
        return lost(lab.clientNamespace());
    }

    /** Returns how many packets of clients were lost on their way from the relay, if none goes back to them. */
    long behindRelay() throws Exception {
        return lost(lab.relayNamespace()) + lost(lab.destinationNamespace());
    }

    /** Returns how many packets were lost at each interface; a frame that XDP redirects counts at the other end of the link. */
    Map<String, Long> byInterface() throws Exception {
        Map<String, Long> moved = new TreeMap<>();
        dropped().forEach((where, packets) -> moved.put(where, packets - before.getOrDefault(where, 0L)));
        return moved;
    }

    private long lost(String namespace) throws Exception {
        return byInterface().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(namespace + " "))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Map<String, Long> dropped() throws Exception {
        Map<String, Long> dropped = new TreeMap<>();
        for (String namespace : List.of(lab.clientNamespace(), lab.relayNamespace(), lab.destinationNamespace())) {
            List<String> lines = NetworkNamespace.named(namespace).call(() -> Files.readAllLines(INTERFACES));
            for (String line : lines.subList(HEADINGS, lines.size())) {
                String[] words = line.strip().split(":?\\s+", -1);
                dropped.put(namespace + " " + words[0], Long.parseLong(words[1 + DROPPED]));
            }
        }
        return dropped;
    }
}
