package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lumenlink.relay.libbpf.Drivers.Feature;

/** An interface's features: a list of names, and bits in the same order. */
final class EthtoolFeatures {

    /* linux/ethtool.h. */
    private static final int ETHTOOL_GSTRINGS = 0x1b;
    private static final int ETHTOOL_GSSET_INFO = 0x37;
    private static final int ETHTOOL_GFEATURES = 0x3a;
    private static final int ETH_SS_FEATURES = 4;

    /* struct ethtool_sset_info: __u32 cmd, reserved; __u64 mask; __u32 data[]. */
    private static final int SET_MASK = 8;
    private static final int SET_DATA = 16;
    private static final int SET_SIZE = 24;

    /* struct ethtool_gstrings: __u32 cmd, set, length; char names[length][32]. */
    private static final int STRINGS_SET = 4;
    private static final int STRINGS_LENGTH = 8;
    private static final int STRINGS_DATA = 12;
    private static final int NAME_SIZE = 32;

    /* struct ethtool_gfeatures: __u32 cmd, size; then for each 32 features __u32 available, requested, active,
     * never_changed. */
    private static final int FEATURES_SIZE = 4;
    private static final int FEATURES_DATA = 8;
    private static final int BLOCK_SIZE = 16;
    private static final int BLOCK_AVAILABLE = 0;
    private static final int BLOCK_ACTIVE = 8;
    private static final int BLOCK_NEVER_CHANGED = 12;

    private static final String WHAT = "ask for the features";

    private final EthtoolSocket socket;

    EthtoolFeatures(EthtoolSocket socket) {
        this.socket = socket;
    }

    Map<String, Feature> of(String interfaceName) {
        int length = length(interfaceName);
        if (length == 0) {
            return Map.of();
        }
        try (Memory names = new Memory(STRINGS_DATA + (long) length * NAME_SIZE);
                Memory bits = new Memory(FEATURES_DATA + (long) blocks(length) * BLOCK_SIZE)) {
            names.clear();
            names.setInt(0, ETHTOOL_GSTRINGS);
            names.setInt(STRINGS_SET, ETH_SS_FEATURES);
            names.setInt(STRINGS_LENGTH, length);
            bits.clear();
            bits.setInt(0, ETHTOOL_GFEATURES);
            bits.setInt(FEATURES_SIZE, blocks(length));
            return socket.ask(interfaceName, names, WHAT) && socket.ask(interfaceName, bits, WHAT)
                    ? read(names, bits, length)
                    : Map.of();
        }
    }

    private int length(String interfaceName) {
        try (Memory set = new Memory(SET_SIZE)) {
            set.clear();
            set.setInt(0, ETHTOOL_GSSET_INFO);
            set.setLong(SET_MASK, 1L << ETH_SS_FEATURES);
            return socket.ask(interfaceName, set, WHAT) && set.getLong(SET_MASK) != 0 ? set.getInt(SET_DATA) : 0;
        }
    }

    private static Map<String, Feature> read(Memory names, Memory bits, int length) {
        Map<String, Feature> features = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            String name = CStrings.decode(names.getByteArray(STRINGS_DATA + (long) i * NAME_SIZE, NAME_SIZE));
            long block = FEATURES_DATA + (long) (i / Integer.SIZE) * BLOCK_SIZE;
            int bit = 1 << (i % Integer.SIZE);
            boolean isFixed = (bits.getInt(block + BLOCK_AVAILABLE) & bit) == 0
                    || (bits.getInt(block + BLOCK_NEVER_CHANGED) & bit) != 0;
            if (!name.isEmpty()) {
                features.put(name, new Feature((bits.getInt(block + BLOCK_ACTIVE) & bit) != 0, isFixed));
            }
        }
        return features;
    }

    private static int blocks(int length) {
        return (length + Integer.SIZE - 1) / Integer.SIZE;
    }
}
