package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code epoch_map}: the program keeps what it knows of users, of the relay's addresses and of routes; after a change it
 * has to look again before the next packet.
 */
final class Epoch {

    private final BpfMap map;
    private int registry;
    private int routes;

    /** Goes on from where a relay before has left it. */
    Epoch(BpfMap map) {
        this.map = map;
        ByteBuffer present = Layout.wrap(map.lookup(Layout.key32(0)).orElseThrow());
        registry = present.getInt();
        routes = present.getInt();
    }

    /** To be called after a user, a limit or the relay's addresses were changed in their maps. */
    synchronized void raise() {
        registry++;
        write();
    }

    /** To be called after routes, neighbours or links of the host have changed. */
    synchronized void routesChanged() {
        routes += Layout.HOP_LIFETIME;
        write();
    }

    /** Both numbers in one write: the kernel copies these eight bytes as a whole. */
    private void write() {
        byte[] value = Layout.allocate(Layout.EPOCH_SIZE)
                .putInt(registry)
                .putInt(routes)
                .array();
        map.update(Layout.key32(0), value, BpfMap.Update.ANY);
    }
}
