package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
import org.lumenlink.relay.libbpf.Btf;
import org.lumenlink.relay.libbpf.BtfType;
import org.lumenlink.relay.libbpf.KernelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a new program go on with the maps of the relay before: with the very maps that are what it would make itself, and
 * with what is in those that have other room, or values that lie otherwise in memory. Closing lets go of the maps of before.
 */
final class Adoption implements AutoCloseable {

    /** The map of {@code struct relay_config}. */
    static final String SETTINGS = ".rodata.config";

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private static final int CHUNK = 1024;

    /**
     * What says of sessions where they are: all of it goes on, or none, and if one is copied, all are. In the order of
     * copying, while packets go on: a mark without its session is a free one, a session without its mark would keep its place
     * for good, and no place may be given twice.
     */
    private static final List<String> SESSIONS = List.of(
            "session_map",
            "session_mark_map",
            "session_set_map",
            "return_map",
            "client_map",
            "icmp_map",
            "user_places_map",
            "session_pool_map");

    /** Whose entries mean the same in a map with other room. */
    private static final Set<String> ROOMY =
            Set.of("user_map", "rate_limit_map", "user_slot_map", "user_places_map", "deny_map");

    private final BpfObject object;
    private final Pins pins;
    private final Map<String, BpfMap> pinned = new LinkedHashMap<>();
    private final Set<String> reused = new HashSet<>();
    private final Map<String, Conversion> copied = new LinkedHashMap<>();

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
        Btf before = pins.types().orElse(null);
        if (before == null || pinned.isEmpty() || !pins.has(SETTINGS)) {
            log.warn(
                    "The relay before has left other maps than this one makes: {} sessions with an egress port begin"
                            + " anew, under the same tickets. What differs: {}",
                    pins.flows(),
                    pinned.isEmpty()
                            ? "it has another layout than v" + Layout.VERSION
                            : "its settings and the types of its maps are not known");
            return;
        }
        log.info("Going on with the maps of the relay before, in {}", pins.folder());
        MapChanges changes = new MapChanges(object, before, pinned);
        List<String> reasons = Stream.concat(
                        SESSIONS.stream()
                                .filter(pinned::containsKey)
                                .flatMap(name -> changes.obstacle(name, ROOMY.contains(name)).stream()),
                        egressDifference(before, settings).stream())
                .toList();
        if (!reasons.isEmpty()) {
            log.warn(
                    "{} sessions with an egress port begin anew, under the same tickets. What differs: {}",
                    pins.flows(),
                    String.join(", ", reasons));
        }
        boolean sessionsMove = SESSIONS.stream().filter(pinned::containsKey).anyMatch(changes::isOfOtherLayout);
        for (String name : inOrder(pinned.keySet())) {
            if (!SESSIONS.contains(name)) {
                take(name, changes, false);
            } else if (reasons.isEmpty()) {
                take(name, changes, sessionsMove);
            }
        }
    }

    /** Fills the object's maps, which is loaded now, with what the others had. */
    void copy() {
        copied.forEach((name, conversion) -> {
            try {
                int left = copy(pinned(name), object.map(name), conversion);
                if (left > 0) {
                    log.warn("Not all of the {} of before has room in that of now: {} left out", name, left);
                }
            } catch (KernelException e) {
                log.warn("Not all of the {} of before has room in that of now", name, e);
            }
        });
    }

    /** Returns the names of the maps that are those of the relay before. */
    Set<String> reused() {
        return Set.copyOf(reused);
    }

    private void take(String name, MapChanges changes, boolean must) {
        Optional<String> difference = changes.difference(name);
        if (difference.isEmpty() && !must) {
            object.reuse(name, pinned(name));
            reused.add(name);
            return;
        }
        Optional<Conversion> conversion =
                changes.obstacle(name, ROOMY.contains(name)).isEmpty() ? changes.conversion(name) : Optional.empty();
        conversion.ifPresent(each -> copied.put(name, each));
        difference.ifPresent(what -> log.info(
                "{}: {}", what, conversion.isPresent() ? "its entries go over to another" : "another begins empty"));
    }

    /** Sessions last. */
    private static List<String> inOrder(Set<String> names) {
        return names.stream().sorted(Comparator.comparingInt(SESSIONS::indexOf)).toList();
    }

    /** Returns how many entries were left out because their slots are not there any more. */
    private static int copy(BpfMap from, BpfMap to, Conversion conversion) {
        List<BpfMap.Entry> entries = new ArrayList<>(CHUNK);
        AtomicInteger left = new AtomicInteger();
        boolean isArray = to.shape().isArray();
        boolean isSmaller = to.maxEntries() < from.maxEntries();
        byte[] nothing = new byte[conversion.size()];
        from.forEach((key, before) -> {
            byte[] value = conversion.apply(before);
            if (to.name().equals("user_slot_map")) {
                UserSlots.unlock(value);
            }
            if (isArray && Arrays.equals(value, nothing)) {
                return;
            }
            if (!isSmaller || fits(key, value, to)) {
                entries.add(new BpfMap.Entry(key, value));
            } else if (!isArray) {
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
        return !to.shape().isArray() || Integer.compareUnsigned(Layout.wrap(key).getInt(), to.maxEntries()) < 0;
    }

    private BpfMap pinned(String name) {
        BpfMap map = pinned.get(name);
        if (map == null) {
            throw new IllegalArgumentException("the relay before had no " + name);
        }
        return map;
    }

    /** Answers to ports that are not the relay's any more would not be taken for such. */
    private Optional<String> egressDifference(Btf types, DataplaneSettings settings) {
        try (BpfMap present = pins.map(SETTINGS).orElseThrow()) {
            ByteBuffer config = Layout.wrap(present.lookup(Layout.key32(0)).orElseThrow());
            int first = setting(types, config, "egress_port_first");
            PortRange before = new PortRange(first, first + setting(types, config, "egress_port_count") - 1);
            PortRange now = settings.egressPorts();
            return now.contains(before.first()) && now.contains(before.last())
                    ? Optional.empty()
                    : Optional.of("egress ports " + now + " lack some of " + before);
        }
    }

    /** Returns a 16-bit number of {@code struct relay_config}. */
    private static int setting(Btf types, ByteBuffer config, String name) {
        return types.variable("config")
                .filter(BtfType.Struct.class::isInstance)
                .map(BtfType.Struct.class::cast)
                .flatMap(struct -> struct.member(name))
                .map(member -> Short.toUnsignedInt(config.getShort(member.offset())))
                .orElseThrow(() -> new IllegalStateException("the relay before had no setting " + name));
    }

    @Override
    public void close() {
        pinned.values().forEach(BpfMap::close);
    }
}
