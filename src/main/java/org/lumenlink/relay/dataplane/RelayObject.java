package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Libbpf;

/** The BPF object of {@code bpf/lumenlink.bpf.c}, loaded with the settings of this relay. */
final class RelayObject implements AutoCloseable {

    private static final String NAME = "lumenlink";
    private static final String PROGRAM = "relay";
    private static final String SETTINGS = Adoption.SETTINGS;
    private static final String SCRATCH = "scratch_map";
    private static final Map<String, Integer> VALUE_SIZES = Map.ofEntries(
            Map.entry("user_map", Layout.USER_SIZE),
            Map.entry("rate_limit_map", Layout.RATE_LIMIT_SIZE),
            Map.entry("user_slot_map", Layout.USER_SLOT_SIZE),
            Map.entry("user_places_map", Layout.USER_PLACES_SIZE),
            Map.entry("session_set_map", Layout.SESSION_SET_SIZE),
            Map.entry("session_map", Layout.SESSION_SIZE),
            Map.entry("return_map", Layout.FLOW_ENTRY_SIZE),
            Map.entry("token_key_map", Layout.TOKEN_KEY_SIZE),
            Map.entry("interface_map", Layout.INTERFACE_SIZE),
            Map.entry("port_map", Layout.PORT_SIZE));

    /** Ways to sessions for each session: see session.h. */
    private static final int WAYS_PER_SESSION = 2;

    private final BpfObject object;
    private final Set<String> reused;

    private RelayObject(BpfObject object, Set<String> reused) {
        this.object = object;
        this.reused = reused;
    }

    /**
     * Loads the object into the kernel, with the maps of the relay before if they fit; attaches nothing.
     *
     * @throws org.lumenlink.relay.libbpf.LoadRejectedException if the verifier refuses
     */
    static RelayObject load(Libbpf libbpf, DataplaneSettings settings, Pins pins) {
        RelayObject loaded = load(read(settings.userLock().object(libbpf)), libbpf, settings, pins);
        try {
            VALUE_SIZES.forEach((map, size) -> checkSize(loaded.map(map), size));
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** As the other, of any build's object, whose maps this control plane may not know. */
    static RelayObject load(byte[] elf, Libbpf libbpf, DataplaneSettings settings, Pins pins) {
        BpfObject object = libbpf.open(elf, NAME);
        try {
            object.setInitialValue(SETTINGS, config(settings));
            object.setMaxEntries("user_map", settings.maxUsers());
            object.setMaxEntries("rate_limit_map", settings.maxUsers());
            object.setMaxEntries("user_slot_map", settings.maxUsers());
            object.setMaxEntries("user_places_map", settings.maxUsers());
            object.setMaxEntries("session_set_map", sessionSets(settings));
            object.setMaxEntries("session_mark_map", sessionSets(settings));
            object.setMaxEntries("session_map", settings.maxSessions());
            object.setMaxEntries("return_map", settings.maxSessions());
            object.setMaxEntries("source_map", settings.flood().trackedSources());
            object.setMaxEntries("deny_map", settings.flood().denyListSize());
            object.setMaxEntries("client_map", settings.maxSessions());
            try (Adoption adoption = new Adoption(object, pins, names(object))) {
                if (pins.hasPredecessor()) {
                    adoption.adopt(settings);
                }
                object.load();
                adoption.copy();
                return new RelayObject(object, adoption.reused());
            }
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    BpfMap map(String name) {
        return object.map(name);
    }

    BpfProgram program() {
        return object.program(PROGRAM);
    }

    /** Returns the maps that have names of their own: all but those of global data. */
    List<BpfMap> maps() {
        return object.mapNames().stream()
                .filter(name -> !name.contains("."))
                .map(object::map)
                .toList();
    }

    /** Pins what the next relay may take over; of the maps only those that are not pinned already. */
    void pinMaps(Pins pins) {
        pins.pin(names(object).stream().map(object::map).toList(), reused, object.map(SETTINGS), object.btf());
    }

    /** Returns the names of the maps that outlive a program: no global data, and no room for work. */
    private static List<String> names(BpfObject object) {
        return object.mapNames().stream()
                .filter(name -> !name.contains(".") && !name.equals(SCRATCH))
                .toList();
    }

    @Override
    public void close() {
        object.close();
    }

    private static byte[] read(String resource) {
        try (InputStream in = RelayObject.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new HostUnfitException(List.of(new Problem(
                        "the BPF object " + resource + " is not in the jar",
                        "build it again with: mvn package (which compiles bpf/ with clang)")));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " from the jar", e);
        }
    }

    private static int sessionSets(DataplaneSettings settings) {
        return (int) Math.ceilDiv((long) settings.maxSessions() * WAYS_PER_SESSION, Layout.SESSION_WAYS);
    }

    private static void checkSize(BpfMap map, int size) {
        if (map.valueSize() != size) {
            throw new IllegalStateException("the BPF object's " + map.name() + " has values of " + map.valueSize()
                    + " bytes where this control plane knows " + size + ": build both from one source");
        }
    }

    /** Returns a {@code struct relay_config}. */
    private static byte[] config(DataplaneSettings settings) {
        byte[] bytes = new byte[Layout.CONFIG_SIZE];
        ByteBuffer config = Layout.wrap(bytes);
        config.putShort(Layout.port(settings.port()));
        config.putShort((short) settings.egressPorts().first());
        config.putShort((short) settings.egressPorts().count());
        config.putShort((short) settings.carriers().bits());
        Limits limits = settings.defaultRateLimit();
        config.putInt((int) limits.packetsPerSecond());
        config.putInt((int) limits.burstPackets());
        config.putLong(limits.bytesPerSecond());
        config.putLong(limits.burstBytes());
        config.putInt(sessionSets(settings));
        config.putInt(settings.maxSessions());
        config.putInt(settings.latencySample() - 1);
        config.putInt(0);
        OpeningRate.ofSource(settings.flood()).writeTo(config);
        OpeningRate.ofCpu(settings.flood()).writeTo(config);
        OpeningRate.ofReserve(settings.flood()).writeTo(config);
        return bytes;
    }
}
