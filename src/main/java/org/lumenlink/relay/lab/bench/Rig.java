package org.lumenlink.relay.lab.bench;

import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.lumenlink.relay.dataplane.FloodSettings;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictCount;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.TokenKey;

/** The relay's real dataplane in a {@link Network}, in the product's default sizes and with limits out of reach. */
final class Rig implements AutoCloseable {

    static final int RELAY_PORT = 7777;

    private final DerivedKeys keys = new TokenKey(new byte[TokenKey.LENGTH]).derive();
    private final Resources resources = new Resources();
    private final Network network;
    private final Dataplane dataplane;

    /** Starts a dataplane. */
    Rig() {
        this(Map.of());
    }

    /** Starts a dataplane of which some settings, named as properties, are other than usual. */
    Rig(Map<String, Object> changes) {
        try {
            network = resources.add(new Network());
            dataplane = resources.add(start(resources.add(PinFileSystem.mount()), changes));
            dataplane.tokenKeys().put(0, keys.tag(), keys.encryption(), keys.session());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Dataplane start(PinFileSystem pins, Map<String, Object> changes) {
        // Limits that no bench can reach.
        Map<String, Object> properties = new HashMap<>(Map.ofEntries(
                Map.entry("interface", Network.NEAR + "," + Network.FAR),
                Map.entry("port", RELAY_PORT),
                Map.entry("pin-path", pins.path().resolve("relay")),
                Map.entry("attach-mode", "native"),
                Map.entry("flood.openings-per-source", FloodSettings.MAX_OPENINGS),
                Map.entry("flood.opening-burst-per-source", FloodSettings.MAX_OPENINGS),
                Map.entry("flood.openings-per-cpu", FloodSettings.MAX_OPENINGS),
                Map.entry("default-rate-limit.packets-per-second", Limits.MAX_PACKETS),
                Map.entry("default-rate-limit.burst-packets", Limits.MAX_PACKETS),
                Map.entry("default-rate-limit.bytes-per-second", Limits.MAX_BYTES_PER_SECOND),
                Map.entry("default-rate-limit.burst-bytes", Limits.MAX_BURST_BYTES)));
        properties.putAll(changes);
        DataplaneSettings settings = DataplaneSettings.of(properties);
        return namespace().call(() -> Dataplane.start(settings, Clock.systemUTC()));
    }

    Dataplane dataplane() {
        return dataplane;
    }

    Network network() {
        return network;
    }

    Namespace namespace() {
        return network.namespace();
    }

    DerivedKeys keys() {
        return keys;
    }

    /** Returns how many packets the program has counted so far, by verdict. */
    Map<VerdictReason, Long> verdicts() {
        Map<VerdictReason, Long> packets = new EnumMap<>(VerdictReason.class);
        for (VerdictCount count : dataplane.verdicts()) {
            packets.put(count.reason(), count.packets());
        }
        return packets;
    }

    @Override
    public void close() {
        resources.close();
    }
}
