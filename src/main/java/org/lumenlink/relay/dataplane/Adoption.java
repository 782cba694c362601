package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.MapShape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a new program go on with the maps of the relay before, if they are what it would make itself. */
final class Adoption {

    /** The map of {@code struct relay_config}. */
    static final String SETTINGS = ".rodata.config";

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private static final int EGRESS_FIRST_OFFSET = 2;
    private static final int EGRESS_COUNT_OFFSET = 4;

    private final BpfObject object;
    private final Pins pins;

    Adoption(BpfObject object, Pins pins) {
        this.object = object;
        this.pins = pins;
    }

    /**
     * Has the object, which is not loaded yet, use the pinned maps; all of them or none. Says in the log why none.
     *
     * @return whether it does
     */
    boolean adopt(List<String> names, DataplaneSettings settings) {
        Map<String, BpfMap> pinned = new LinkedHashMap<>();
        try {
            List<String> differences = new ArrayList<>();
            for (String name : names) {
                Optional<BpfMap> map = pins.map(name);
                map.ifPresent(found -> pinned.put(name, found));
                map.map(found -> difference(name, found.shape(), object.shape(name)))
                        .orElse(Optional.of("there is no " + name))
                        .ifPresent(differences::add);
            }
            egressDifference(settings).ifPresent(differences::add);
            if (differences.isEmpty()) {
                pinned.forEach(object::reuse);
                log.info("Going on with the maps of the relay before, in {}", pins.folder());
                return true;
            }
            log.warn(
                    "The relay before has left other maps than this one makes: {} sessions with an egress port begin"
                            + " anew, under the same tickets. What differs: {}",
                    pins.flows(),
                    pinned.isEmpty()
                            ? "it has another layout than v" + Layout.VERSION
                            : String.join(", ", differences));
            return false;
        } finally {
            pinned.values().forEach(BpfMap::close);
        }
    }

    private static Optional<String> difference(String name, MapShape present, MapShape wanted) {
        if (present.equals(wanted)) {
            return Optional.empty();
        }
        return Optional.of(
                present.maxEntries() == wanted.maxEntries()
                        ? name + " is of another kind"
                        : name + " has room for " + Integer.toUnsignedLong(present.maxEntries()) + " instead of "
                                + Integer.toUnsignedLong(wanted.maxEntries()));
    }

    /** Answers to ports that are not the relay's any more would not be taken for such. */
    private Optional<String> egressDifference(DataplaneSettings settings) {
        Optional<BpfMap> map = pins.map(SETTINGS);
        if (map.isEmpty()) {
            return Optional.of("its settings are not known");
        }
        try (BpfMap present = map.get()) {
            ByteBuffer config = Layout.wrap(present.lookup(Layout.key32(0)).orElseThrow());
            int first = Short.toUnsignedInt(config.getShort(EGRESS_FIRST_OFFSET));
            PortRange before =
                    new PortRange(first, first + Short.toUnsignedInt(config.getShort(EGRESS_COUNT_OFFSET)) - 1);
            PortRange now = settings.egressPorts();
            return now.contains(before.first()) && now.contains(before.last())
                    ? Optional.empty()
                    : Optional.of("egress ports " + now + " lack some of " + before);
        }
    }
}
