package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.KernelException;
import org.lumenlink.relay.libbpf.MapShape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a new program go on with the maps of the relay before: with the very maps that are what it would make itself, and
 * with what is in those that only have other room. Closing lets go of the maps of before.
 */
final class Adoption implements AutoCloseable {

    /** The map of {@code struct relay_config}. */
    static final String SETTINGS = ".rodata.config";

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private static final int EGRESS_FIRST_OFFSET = 2;
    private static final int EGRESS_COUNT_OFFSET = 4;

    /** BPF_MAP_TYPE_ARRAY of linux/bpf.h. */
    private static final int ARRAY = 2;

    private static final int CHUNK = 1024;

    /** What says of sessions where they are: all of it goes on, or none. */
    private static final Set<String> SESSIONS = Set.of(
            "session_set_map",
            "session_mark_map",
            "session_map",
            "session_pool_map",
            "return_map",
            "client_map",
            "icmp_map",
            "user_places_map");

    /** Whose entries mean the same in a map with other room. */
    private static final Set<String> COPIED =
            Set.of("user_map", "rate_limit_map", "user_slot_map", "user_places_map", "deny_map");

    private final BpfObject object;
    private final Pins pins;
    private final Map<String, BpfMap> pinned = new LinkedHashMap<>();
    private final Set<String> reused = new HashSet<>();
    private final Set<String> copied = new HashSet<>();

    /** Finds the pinned maps. */
    Adoption(BpfObject object, Pins pins, List<String> names) {
        this.object = object;
        this.pins = pins;
        if (pins.hasPredecessor()) {
            names.forEach(name -> pins.map(name).ifPresent(found -> pinned.put(name, found)));
        }
    }

    /** Has the object, which is not loaded yet, use what it can. Says in the log what it cannot, and why. */
    void adopt(DataplaneSettings settings) {
        Optional<String> unknown = unknown();
        if (unknown.isPresent()) {
            log.warn(
                    "The relay before has left other maps than this one makes: {} sessions with an egress port begin"
                            + " anew, under the same tickets. What differs: {}",
                    pins.flows(),
                    unknown.get());
            return;
        }
        log.info("Going on with the maps of the relay before, in {}", pins.folder());
        List<String> reasons = Stream.concat(
                        pinned.keySet().stream()
                                .filter(name -> SESSIONS.contains(name) && !COPIED.contains(name))
                                .flatMap(name -> roomDifference(name).stream()),
                        egressDifference(settings).stream())
                .toList();
        if (!reasons.isEmpty()) {
            log.warn(
                    "{} sessions with an egress port begin anew, under the same tickets. What differs: {}",
                    pins.flows(),
                    String.join(", ", reasons));
        }
        for (String name : pinned.keySet()) {
            if (reasons.isEmpty() || !SESSIONS.contains(name)) {
                take(name);
            }
        }
    }

    /** Fills the object's maps, which is loaded now, with what the others had. */
    void copy() {
        for (String name : copied) {
            try {
                int left = copy(pinned(name), object.map(name));
                if (left > 0) {
                    log.warn("Not all of the {} of before has room in that of now: {} left out", name, left);
                }
            } catch (KernelException e) {
                log.warn("Not all of the {} of before has room in that of now", name, e);
            }
        }
    }

    /** Returns the names of the maps that are those of the relay before. */
    Set<String> reused() {
        return Set.copyOf(reused);
    }

    private void take(String name) {
        Optional<String> difference = roomDifference(name);
        if (difference.isEmpty()) {
            object.reuse(name, pinned(name));
            reused.add(name);
        } else if (COPIED.contains(name)) {
            log.info("{}: its entries go over to another", difference.get());
            copied.add(name);
        } else {
            log.info("{}: another begins empty", difference.get());
        }
    }

    /** Returns how many entries were left out because their slots are not there any more. */
    private static int copy(BpfMap from, BpfMap to) {
        List<BpfMap.Entry> entries = new ArrayList<>(CHUNK);
        AtomicInteger left = new AtomicInteger();
        from.forEach((key, value) -> {
            if (fits(key, value, to)) {
                entries.add(new BpfMap.Entry(key, value));
            } else if (to.shape().type() != ARRAY) {
                left.incrementAndGet();
            }
            if (entries.size() == CHUNK) {
                to.updateAll(entries);
                entries.clear();
            }
        });
        to.updateAll(entries);
        return left.get();
    }

    /** A user whose slot is not there any more would only take up room: it gets another when it is written again. */
    private static boolean fits(byte[] key, byte[] value, BpfMap to) {
        if (to.name().equals("user_map")) {
            return Integer.compareUnsigned(UserMap.slot(value), to.maxEntries()) < 0;
        }
        return to.shape().type() != ARRAY
                || Integer.compareUnsigned(Layout.wrap(key).getInt(), to.maxEntries()) < 0;
    }

    /** Returns why nothing is known of the relay before that this one could go on with. */
    private Optional<String> unknown() {
        if (pinned.isEmpty()) {
            return Optional.of("it has another layout than v" + Layout.VERSION);
        }
        if (!pins.has(SETTINGS)) {
            return Optional.of("its settings are not known");
        }
        return pinned.keySet().stream()
                .filter(name -> !pinned(name).shape().equals(ofSameRoom(name)))
                .findFirst()
                .map(name -> name + " is of another kind");
    }

    /** Returns the shape that the object's map would have with as much room as the pinned one. */
    private MapShape ofSameRoom(String name) {
        MapShape wanted = object.shape(name);
        return new MapShape(
                wanted.type(),
                wanted.keySize(),
                wanted.valueSize(),
                pinned(name).maxEntries(),
                wanted.flags());
    }

    private Optional<String> roomDifference(String name) {
        int present = pinned(name).maxEntries();
        int wanted = object.shape(name).maxEntries();
        return present == wanted
                ? Optional.empty()
                : Optional.of(name + " has room for " + Integer.toUnsignedLong(present) + " instead of "
                        + Integer.toUnsignedLong(wanted));
    }

    private BpfMap pinned(String name) {
        BpfMap map = pinned.get(name);
        if (map == null) {
            throw new IllegalArgumentException("the relay before had no " + name);
        }
        return map;
    }

    /** Answers to ports that are not the relay's any more would not be taken for such. */
    private Optional<String> egressDifference(DataplaneSettings settings) {
        try (BpfMap present = pins.map(SETTINGS).orElseThrow()) {
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

    @Override
    public void close() {
        pinned.values().forEach(BpfMap::close);
    }
}
