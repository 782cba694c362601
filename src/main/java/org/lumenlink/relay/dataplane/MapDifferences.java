package org.lumenlink.relay.dataplane;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what of the maps was not as it should be. Safe for use by several threads. */
public final class MapDifferences {

    /** The maps that the control plane writes: those that are as the registry, then those that are as the host. */
    public static final List<String> MAPS = List.of(
            "user_map",
            "rate_limit_map",
            "token_key_map",
            "deny_map",
            "port_map",
            "local_map",
            "interface_map",
            "relay_address_map",
            "clock_map",
            "epoch_map");

    private final Map<String, Map<Kind, Long>> counts = new LinkedHashMap<>();

    /** Begins with nothing. */
    public MapDifferences() {
        for (String map : MAPS) {
            Map<Kind, Long> none = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                none.put(kind, 0L);
            }
            counts.put(map, none);
        }
    }

    /** Returns how many entries of a map were so. */
    public synchronized long count(String map, Kind kind) {
        return counts.getOrDefault(map, Map.of()).getOrDefault(kind, 0L);
    }

    /** Counts more of them. */
    public synchronized void add(String map, Kind kind, long entries) {
        counts.getOrDefault(map, Map.of()).merge(kind, entries, Long::sum);
    }

    /** Counts all that others have counted. */
    public void addAll(MapDifferences others) {
        for (String map : MAPS) {
            for (Kind kind : Kind.values()) {
                add(map, kind, others.count(map, kind));
            }
        }
    }

    /** Tells whether all was as it should be. */
    public synchronized boolean isEmpty() {
        return counts.values().stream()
                .flatMap(kinds -> kinds.values().stream())
                .allMatch(count -> count == 0);
    }

    /** Returns all that is not 0, such as {@code user_map: 1 missing, 2 other; deny_map: 1 extra}. */
    @Override
    public synchronized String toString() {
        String text = counts.entrySet().stream()
                .map(map -> describe(map.getKey(), map.getValue()))
                .filter(described -> !described.isEmpty())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? "nothing" : text;
    }

    private static String describe(String map, Map<Kind, Long> kinds) {
        String text = kinds.entrySet().stream()
                .filter(kind -> kind.getValue() > 0)
                .map(kind -> kind.getValue() + " " + kind.getKey().label())
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : map + ": " + text;
    }

    /** In which way an entry was not as it should be. */
    public enum Kind {
        /** There was none. */
        MISSING,
        /** It said something else. */
        OTHER,
        /** There should be none. */
        EXTRA;

        /** Returns the name in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
